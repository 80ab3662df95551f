/**
 * That a backup code signed in: its owner lost something, or does not have it at hand. The server keeps no note of it, so this tab does,
 * until what was lost is replaced, or another sign-in begins.
 */
const KEY = 'sallyport.used-backup-code';

export function keepBackupCodeUse(accountId: string): void {
  sessionStorage.setItem(KEY, accountId);
}

export function usedBackupCode(accountId: string): boolean {
  return sessionStorage.getItem(KEY) === accountId;
}

/** Whether what was lost is replaced once this is set up. */
export function replacesLost(method: string): boolean {
  return method === 'totp' || method === 'passkey';
}

export function forgetBackupCodeUse(): void {
  sessionStorage.removeItem(KEY);
}
