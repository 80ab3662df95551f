import type { CompleteAnswer, SessionEntry } from '@sallyport/browser';

/**
 * A session calls a backup code and an invitation `otp`, so the tab remembers the kind until another sign-in begins. After a backup code, a factor is
 * lost or not at hand.
 */
const KEY = 'sallyport.used-code';

const INVITATION_KEY = 'sallyport.invitation';

const SESSION_BEGINS = 5_000;

export function keepBackupCodeUse(session: CompleteAnswer['session']): void {
  keep('backup-code', session);
}

export function invitationOpens(): void {
  sessionStorage.setItem(INVITATION_KEY, 'open');
}

export function keepInvitationUse(session: CompleteAnswer['session']): void {
  if (sessionStorage.getItem(INVITATION_KEY) === null) return;
  sessionStorage.removeItem(INVITATION_KEY);
  keep('invitation', session);
}

const MAILED_KEY = 'sallyport.proved-by-mail';

type Proved = Pick<CompleteAnswer['session'], 'accountId' | 'authTime'>;

/** A session calls a mailed link `otp` too. */
export function keepMailedCode({ accountId, authTime }: Proved): void {
  sessionStorage.setItem(MAILED_KEY, `${accountId} ${authTime}`);
}

export function isByMailedCode({ accountId, authTime }: Proved): boolean {
  return sessionStorage.getItem(MAILED_KEY) === `${accountId} ${authTime}`;
}

function keep(kind: Use['kind'], { accountId, authTime }: CompleteAnswer['session']): void {
  sessionStorage.setItem(KEY, JSON.stringify({ kind, accountId, at: Date.parse(authTime) } satisfies Use));
}

export function usedBackupCode(accountId: string): boolean {
  return usedCode(accountId) === 'backup-code';
}

/** Also after the lost factor is replaced: a factor that is set up in a session proves nothing there. */
export function beganWithBackupCode(accountId: string): boolean {
  const use = kept();
  return use?.accountId === accountId && use.kind === 'backup-code';
}

/** After the lost factor is replaced, a newer code may be of another kind. */
export function usedCode(accountId: string): 'backup-code' | 'invitation' | undefined {
  const use = kept();
  return use?.accountId === accountId && use.isReplaced !== true ? use.kind : undefined;
}

/**
 * The browser signed in anew in another tab.
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

export function replacesLost(method: string): boolean {
  return method === 'totp' || method === 'passkey';
}

export function keepLostReplaced(): void {
  const use = kept();
  if (use?.kind !== 'backup-code') return;
  sessionStorage.setItem(KEY, JSON.stringify({ ...use, isReplaced: true } satisfies Use));
}

/** During the sign-in: the new factor is a proof of the session too. */
export function forgetBackupCodeUse(): void {
  if (kept()?.kind === 'backup-code') sessionStorage.removeItem(KEY);
}

export function forgetCodeUse(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(INVITATION_KEY);
}

interface Use {
  readonly kind: 'backup-code' | 'invitation';
  readonly accountId: string;
  readonly at: number;
  readonly isReplaced?: boolean;
}

function kept(): Use | undefined {
  const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isUse(value) ? value : undefined;
}

function isUse(value: unknown): value is Use {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'at' in value;
}
