import type { SessionEntry } from '@sallyport/browser';
import { isPersonGone } from './left-page.ts';

/**
 * A record in the storage of a tab names its owner. A page deletes the record of another owner: the storage outlives a session, and the next person
 * may use the same tab.
 */

const OWNER = 'sallyport.owner';

/** For all tabs. The server does not name a sign-in. */
const SIGN_IN = 'sallyport.sign-in';

let session: string | undefined;

const BEYOND_SESSION =
  /^sallyport\.(another|code-mailed|codes-removed|invitation|invitation-token|mailed-code|news-at-end|next|note|proved-by-mail|session|signed-out|signing-in|used-code)$/;

export function keepsForSession(accountId: string, sessions: readonly SessionEntry[]): void {
  keepsFor(accountId);
  session = `${accountId} ${sessions.find(({ current }) => current)?.createdAt}`;
}

export function thisSession(): string | undefined {
  return session;
}

export function thisSignIn(): string {
  return localStorage.getItem(SIGN_IN) ?? signInBegins();
}

/** The tabs then delete the records of the sign-in before. */
export function signInBegins(): string {
  const name = `sign-in:${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
  localStorage.setItem(SIGN_IN, name);
  return name;
}

export function signInEnds(): void {
  localStorage.removeItem(SIGN_IN);
}

export function keepRecord(key: string, of: string | undefined, value: object): void {
  if (!isPersonGone()) sessionStorage.setItem(key, JSON.stringify({ ...value, of }));
}

export function recordOf(key: string, of: string | undefined): unknown {
  const kept = recordIn(sessionStorage.getItem(key));
  if (of === undefined || ownerIn(kept) === of) return of && kept;
  sessionStorage.removeItem(key);
  return undefined;
}

/** During an upgrade, a text that is no JSON. */
function recordIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

function ownerIn(kept: unknown): unknown {
  return typeof kept === 'object' && kept !== null && 'of' in kept ? kept.of : undefined;
}

export function recordsOwner(): string | null {
  return sessionStorage.getItem(OWNER);
}

export function keepsFor(accountId: string): void {
  if ((recordsOwner() ?? accountId) !== accountId) forgetSession();
  sessionStorage.setItem(OWNER, accountId);
}

export function forgetSession(): void {
  session = undefined;
  sessionStorage.removeItem(OWNER);
  for (const [key, text] of Object.entries(sessionStorage))
    if (key.startsWith('sallyport') && !BEYOND_SESSION.test(key) && !text.includes(thisSignIn()))
      sessionStorage.removeItem(key);
}

/** A database. */
export const HANDED_PASSKEY = 'sallyport-vault';

/** The prefix of the drafts of the policy in `localStorage`. The id of the owner's account follows. */
export const DRAFTS = 'sallyport.policy-draft:';

/**
 * The list of the ways in stays, which is the same for everybody, and so does the newest version of a vault, by which the vault detects a rollback by
 * the server.
 */
export function forgetPerson(): void {
  remove(sessionStorage, 'sallyport');
  remove(localStorage, 'sallyport.next');
  forgetBeyondTab();
}

export function forgetBeyondTab(): void {
  remove(localStorage, DRAFTS);
  forgetHandedPasskey();
}

export function forgetHandedPasskey(): void {
  // Absent in some private windows.
  globalThis.indexedDB?.deleteDatabase(HANDED_PASSKEY);
}

function remove(storage: Storage, prefix: string): void {
  for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
}
