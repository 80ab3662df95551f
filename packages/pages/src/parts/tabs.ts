import { forgetFirstSignIn } from './first-link.ts';
import { keepRecord, recordOf, signInBegins, signInEnds, thisSignIn } from './kept-data.ts';
import { forgetNewsAtEnd, forgetUndone } from './location.ts';
import { forgetPendingTotp } from './pending-totp.ts';
import { forgetSentCode, keepSentCode, methodOfSentCode } from './sent-code.ts';
import { forgetUnsaved, ownerOfUnsaved } from './unsaved-codes.ts';

/**
 * All tabs of a browser share one sign-in, because the tabs share its cookie. Tabs announce each change of the sign-in over a
 * `BroadcastChannel`, so that every tab shows the current step.
 */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.sign-in');
const who = 'sallyport.signing-in';

/** What a new tab asks the other tabs. */
const WHAT = 'what';

/** How long a new tab waits for the answer of another tab, in milliseconds. */
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

/** Sets the callback for a change of the sign-in by another tab. `undefined` if no step is shown. */
export function whenChangedElsewhere(run: (() => void) | undefined): void {
  heard = run;
}

/** The identifier of the person who signs in, if typed. */
export function signingIn(): string | undefined {
  return identifierOf(recordOf(who, thisSignIn()));
}

/**
 * Asks the other tabs what they remember of the sign-in, because the storage of a new tab is empty. Without this a new tab would not show who signs
 * in, and would send a further code, which voids the code that the person has.
 */
export async function learnFromOtherTabs(): Promise<void> {
  if (channel === undefined || (signingIn() !== undefined && methodOfSentCode() !== undefined)) return;
  await new Promise<void>((resolve) => {
    learned = resolve;
    setTimeout(resolve, LONGEST_WAIT);
    channel.postMessage(WHAT);
  });
  learned = undefined;
}

/** Takes what this tab does not know. A tab that sent a code knows all. */
function learn({ identifier, sent }: Memory): void {
  if (learned === undefined) return;
  if (signingIn() === undefined) remember(identifier);
  if (sent === undefined) return;
  if (methodOfSentCode() === undefined) keepSentCode(sent);
  learned();
}

/** Tells the other tabs that a sign-in at a provider begins. The navigation to the provider does not say so. */
export function tellBeginning(): void {
  tellBegun(undefined);
}

/** Deletes the identifier and the name of the sign-in after the sign-in. */
export function forgetSigningIn(): void {
  sessionStorage.removeItem(who);
  signInEnds();
}

/** The `fetch` of the pages' client, which notifies the other tabs of changes to the shared sign-in. */
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
  return /^\/auth\/(sign-in|step-up|recover\/confirm|sign-up\/confirm|invitation)(\/|$)/.test(pathname);
}

function tell(url: string, body: unknown): void {
  if (/\/(sign-in|step-up|recover\/confirm|sign-up\/confirm|invitation)$/.test(url)) tellBegun(identifierIn(body));
  else channel?.postMessage({ began: false, identifier: signingIn() } satisfies News);
}

/** Forgets the steps of the sign-in before, in every tab. */
function tellBegun(identifier: string | undefined): void {
  signInBegins();
  forgetSteps();
  remember(identifier);
  channel?.postMessage({ began: true, identifier } satisfies News);
}

/** Tells the other tabs that a set-up completed the sign-in. The request of a set-up does not say so. */
export function tellComplete(): void {
  channel?.postMessage({ began: false, identifier: undefined } satisfies News);
}

/** Deletes what this tab remembers of the steps of a sign-in, because another sign-in begins. */
function forgetSteps(): void {
  forgetPendingTotp('flow');
  if (ownerOfUnsaved() === undefined) forgetUnsaved();
  forgetSentCode();
  forgetFirstSignIn();
  forgetNewsAtEnd();
  forgetUndone();
}

/** What a tab remembers of the sign-in: the typed identifier, and the method of a sent code. */
interface Memory {
  readonly identifier: string | undefined;
  readonly sent: string | undefined;
}

function isMemory(value: unknown): value is Memory {
  return typeof value === 'object' && value !== null && 'sent' in value;
}

interface News {
  /** Whether a sign-in began or was abandoned, so that the steps of the previous sign-in are void. */
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
