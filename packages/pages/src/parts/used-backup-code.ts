import type { CompleteAnswer, SessionEntry } from '@sallyport/browser';

/**
 * Remembers that a backup code signed in, so its owner lost a factor or does not have the factor at hand. The server does not record
 * this, so the tab does, until the lost factor is replaced or another sign-in begins.
 */
const KEY = 'sallyport.used-backup-code';

/** Milliseconds between the last proof of a sign-in and the beginning of its session. */
const SESSION_BEGINS = 5_000;

export function keepBackupCodeUse({ accountId, authTime }: CompleteAnswer['session']): void {
  sessionStorage.setItem(KEY, JSON.stringify({ accountId, at: Date.parse(authTime) }));
}

export function usedBackupCode(accountId: string): boolean {
  return kept()?.accountId === accountId;
}

/**
 * Forgets a backup code that another session used: the browser signed in anew in another tab.
 *
 * @returns whether a backup code was forgotten
 */
export function forgetOlderBackupCodeUse(sessions: readonly SessionEntry[]): boolean {
  const use = kept();
  const began = Date.parse(sessions.find(({ current }) => current)?.createdAt ?? '');
  if (use === undefined || !(began - use.at > SESSION_BEGINS)) return false;
  forgetBackupCodeUse();
  return true;
}

/** Whether setting up this method replaces the lost factor. */
export function replacesLost(method: string): boolean {
  return method === 'totp' || method === 'passkey';
}

export function forgetBackupCodeUse(): void {
  sessionStorage.removeItem(KEY);
}

interface Use {
  readonly accountId: string;
  /** When the code was used, in epoch milliseconds. */
  readonly at: number;
}

function kept(): Use | undefined {
  const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isUse(value) ? value : undefined;
}

function isUse(value: unknown): value is Use {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'at' in value;
}
