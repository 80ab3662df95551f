import type { CompleteAnswer, SessionEntry } from '@sallyport/browser';

/**
 * Remembers that a backup code or an invitation signed in. A session calls both `otp`, so the tab remembers the kind until another sign-in begins.
 * After a backup code, its owner lost a factor or does not have the factor at hand, until the lost factor is replaced.
 */
const KEY = 'sallyport.used-code';

/** Storage key: an invitation opened the sign-in that is not complete yet. */
const INVITATION_KEY = 'sallyport.invitation';

/** Milliseconds between the last proof of a sign-in and the beginning of its session. */
const SESSION_BEGINS = 5_000;

export function keepBackupCodeUse(session: CompleteAnswer['session']): void {
  keep('backup-code', session);
}

/** An invitation opens a sign-in. */
export function invitationOpens(): void {
  sessionStorage.setItem(INVITATION_KEY, 'open');
}

/** Remembers the invitation, if an invitation opened the sign-in that is now complete. */
export function keepInvitationUse(session: CompleteAnswer['session']): void {
  if (sessionStorage.getItem(INVITATION_KEY) === null) return;
  sessionStorage.removeItem(INVITATION_KEY);
  keep('invitation', session);
}

/** Storage key: the newest proof of a session that was a mailed code. */
const MAILED_KEY = 'sallyport.proved-by-mail';

/** A session, by its newest proof. */
type Proved = Pick<CompleteAnswer['session'], 'accountId' | 'authTime'>;

/** Remembers that a mailed code is the newest proof of a session. A session calls a mailed link `otp` too. */
export function keepMailedCode({ accountId, authTime }: Proved): void {
  sessionStorage.setItem(MAILED_KEY, `${accountId} ${authTime}`);
}

/** Whether the tab remembers that the newest proof of a session was a mailed code. */
export function isByMailedCode({ accountId, authTime }: Proved): boolean {
  return sessionStorage.getItem(MAILED_KEY) === `${accountId} ${authTime}`;
}

function keep(kind: Use['kind'], { accountId, authTime }: CompleteAnswer['session']): void {
  sessionStorage.setItem(KEY, JSON.stringify({ kind, accountId, at: Date.parse(authTime) } satisfies Use));
}

export function usedBackupCode(accountId: string): boolean {
  return usedCode(accountId) === 'backup-code';
}

/** Whether a backup code began the account's session, also after the lost factor is replaced: a factor that is set up in a session proves nothing there. */
export function beganWithBackupCode(accountId: string): boolean {
  const use = kept();
  return use?.accountId === accountId && use.kind === 'backup-code';
}

/** The kind of code of the account's session, if the tab remembers the kind. After the lost factor is replaced, a newer code may be of another kind. */
export function usedCode(accountId: string): 'backup-code' | 'invitation' | undefined {
  const use = kept();
  return use?.accountId === accountId && use.isReplaced !== true ? use.kind : undefined;
}

/**
 * Forgets a code that another session used: the browser signed in anew in another tab.
 *
 * @returns whether a code was forgotten
 */
export function forgetOlderCodeUse(sessions: readonly SessionEntry[]): boolean {
  const use = kept();
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  if (use === undefined || !(began - use.at > SESSION_BEGINS)) return false;
  forgetCodeUse();
  return true;
}

/** Whether setting up this method replaces the lost factor. */
export function replacesLost(method: string): boolean {
  return method === 'totp' || method === 'passkey';
}

/** The lost factor is replaced in the session that a backup code began. */
export function keepLostReplaced(): void {
  const use = kept();
  if (use?.kind !== 'backup-code') return;
  sessionStorage.setItem(KEY, JSON.stringify({ ...use, isReplaced: true } satisfies Use));
}

/** The lost factor is replaced during the sign-in, and the new factor is a proof of the session too. */
export function forgetBackupCodeUse(): void {
  if (kept()?.kind === 'backup-code') sessionStorage.removeItem(KEY);
}

/** Another sign-in begins, or the session ends. */
export function forgetCodeUse(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(INVITATION_KEY);
}

interface Use {
  readonly kind: 'backup-code' | 'invitation';
  readonly accountId: string;
  /** When the code was used, in epoch milliseconds. */
  readonly at: number;
  /** Whether the lost factor is replaced. */
  readonly isReplaced?: boolean;
}

function kept(): Use | undefined {
  const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isUse(value) ? value : undefined;
}

function isUse(value: unknown): value is Use {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'at' in value;
}
