import { forgetFirstSignIn } from './first-link.ts';
import { here } from './here.ts';
import { keepRecord, recordOf, signInBegins, signInEnds, thisSignIn } from './kept-data.ts';
import { forgetNewsAtEnd, forgetUndone } from './location.ts';
import { forgetPendingTotp } from './pending-totp.ts';
import { forgetSentCode, keepSentCode, methodOfSentCode } from './sent-code.ts';
import { forgetUnsaved, ownerOfUnsaved } from './unsaved-codes.ts';

/** All tabs share one sign-in, by its cookie, and tell each other of changes. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.sign-in');
const who = 'sallyport.signing-in';

const WHAT = 'what';

const LONGEST_WAIT = 200;

let heard: (() => void) | undefined;
let learned: (() => void) | undefined;

channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === WHAT) {
    const memory: Memory = { identifier: signingIn(), sent: methodOfSentCode() };
    if (memory.identifier !== undefined || memory.sent !== undefined) channel.postMessage(memory);
    return;
  }
  if (isMemory(data)) {
    learn(data);
    return;
  }
  const { began, identifier } = isNews(data) ? data : { began: false, identifier: undefined };
  if (began) forgetSteps();
  remember(identifier);
  heard?.();
});

export function whenChangedElsewhere(run: (() => void) | undefined): void {
  heard = run;
}

export function signingIn(): string | undefined {
  return identifierOf(recordOf(who, thisSignIn()));
}

/** Without this a new tab would not show who signs in, and would send a further code, which voids the code that the person has. */
export async function learnFromOtherTabs(): Promise<void> {
  if (channel === undefined || (signingIn() !== undefined && methodOfSentCode() !== undefined)) return;
  await new Promise<void>((resolve) => {
    learned = resolve;
    setTimeout(resolve, LONGEST_WAIT);
    channel.postMessage(WHAT);
  });
  learned = undefined;
}

function learn({ identifier, sent }: Memory): void {
  if (learned === undefined) return;
  if (signingIn() === undefined) remember(identifier);
  if (sent === undefined) return;
  if (methodOfSentCode() === undefined) keepSentCode(sent);
  learned();
}

/** The navigation to the provider does not say so. */
export function tellBeginning(): void {
  tellBegun(undefined);
}

/** Another tab may keep the name of the sign-in that goes on. */
export function forgetNameHere(): void {
  sessionStorage.removeItem(who);
}

export function forgetSigningIn(): void {
  forgetNameHere();
  signInEnds();
}

export async function tellingOtherTabs(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  // A denied sign-in goes on with an administrator's code.
  const goesOn = response.ok || response.status === 403;
  if (goesOn && changesSignIn(String(input), init?.method)) tell(String(input), init?.body);
  return response;
}

function changesSignIn(url: string, method = 'GET'): boolean {
  const { pathname } = new URL(url, location.origin);
  if (method === 'GET' || /\/(options|send)$/.test(pathname)) return false;
  const contract = here('/auth/');
  if (!pathname.startsWith(contract)) return false;
  return /^(sign-in|step-up|recover\/confirm|sign-up\/confirm|invitation)(\/|$)/.test(pathname.slice(contract.length));
}

function tell(url: string, body: unknown): void {
  if (/\/(sign-in|step-up|recover\/confirm|sign-up\/confirm|invitation)$/.test(url)) tellBegun(identifierIn(body));
  else channel?.postMessage({ began: false, identifier: signingIn() } satisfies News);
}

function tellBegun(identifier: string | undefined): void {
  signInBegins();
  forgetSteps();
  remember(identifier);
  channel?.postMessage({ began: true, identifier } satisfies News);
}

/** The request of a set-up does not say so. */
export function tellComplete(): void {
  channel?.postMessage({ began: false, identifier: undefined } satisfies News);
}

function forgetSteps(): void {
  forgetPendingTotp('flow');
  if (ownerOfUnsaved() === undefined) forgetUnsaved();
  forgetSentCode();
  forgetFirstSignIn();
  forgetNewsAtEnd();
  forgetUndone();
}

interface Memory {
  readonly identifier: string | undefined;
  readonly sent: string | undefined;
}

function isMemory(value: unknown): value is Memory {
  return typeof value === 'object' && value !== null && 'sent' in value;
}

interface News {
  readonly began: boolean;
  readonly identifier: string | undefined;
}

function isNews(value: unknown): value is News {
  return typeof value === 'object' && value !== null && 'began' in value && 'identifier' in value;
}

function remember(identifier: string | undefined): void {
  if (identifier === undefined) sessionStorage.removeItem(who);
  else keepRecord(who, thisSignIn(), { identifier });
}

function identifierIn(body: unknown): string | undefined {
  return identifierOf(typeof body === 'string' ? JSON.parse(body) : undefined);
}

function identifierOf(sent: unknown): string | undefined {
  if (typeof sent !== 'object' || sent === null || !('identifier' in sent)) return undefined;
  return typeof sent.identifier === 'string' ? sent.identifier : undefined;
}
