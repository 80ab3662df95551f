import { forgetPendingTotp } from './pending-totp.ts';

/**
 * All tabs of a browser share one sign-in: the cookie is theirs together. A tab that begins one, goes on or leaves tells the
 * others, so that each of them shows the step that its code goes to.
 */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.sign-in');
const who = 'sallyport.signing-in';

let heard: (() => void) | undefined;

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { began, identifier } = isNews(data) ? data : { began: false, identifier: undefined };
  if (began) forgetPendingTotp('flow');
  remember(identifier);
  heard?.();
});

/** What the step that is shown does once another tab changed the sign-in; nothing where no step is shown. */
export function whenChangedElsewhere(run: (() => void) | undefined): void {
  heard = run;
}

/** Who is signing in, as far as they said. */
export function signingIn(): string | undefined {
  return sessionStorage.getItem(who) ?? undefined;
}

/** Nobody is, any more. */
export function forgetSigningIn(): void {
  sessionStorage.removeItem(who);
}

/** The `fetch` of the pages' client: it tells the other tabs what changes the sign-in that they share. */
export async function tellingOtherTabs(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok && changesSignIn(String(input), init?.method)) tell(String(input), init?.body);
  return response;
}

function changesSignIn(url: string, method = 'GET'): boolean {
  const { pathname } = new URL(url, location.origin);
  if (method === 'GET' || /\/(options|send)$/.test(pathname)) return false;
  return /^\/auth\/(sign-in|step-up|recover\/confirm|invitation)(\/|$)/.test(pathname);
}

function tell(url: string, body: unknown): void {
  const began = /\/(sign-in|step-up|recover\/confirm|invitation)$/.test(url);
  if (began) {
    forgetPendingTotp('flow');
    remember(identifierIn(body));
  }
  channel?.postMessage({ began, identifier: signingIn() } satisfies News);
}

interface News {
  /** A sign-in began, or one was left: what the one before waited for is void. */
  readonly began: boolean;
  readonly identifier: string | undefined;
}

function isNews(value: unknown): value is News {
  return typeof value === 'object' && value !== null && 'began' in value && 'identifier' in value;
}

function remember(identifier: string | undefined): void {
  if (identifier === undefined) forgetSigningIn();
  else sessionStorage.setItem(who, identifier);
}

function identifierIn(body: unknown): string | undefined {
  const sent: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  if (typeof sent !== 'object' || sent === null || !('identifier' in sent)) return undefined;
  return typeof sent.identifier === 'string' ? sent.identifier : undefined;
}
