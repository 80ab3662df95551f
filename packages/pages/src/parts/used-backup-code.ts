/**
 * Remembers that a backup code signed in, so its owner lost a factor or does not have the factor at hand. The server does not record
 * this, so the tab does, until the lost factor is replaced or another sign-in begins.
 */
const KEY = 'sallyport.used-backup-code';

export function keepBackupCodeUse(accountId: string): void {
  sessionStorage.setItem(KEY, accountId);
}

export function usedBackupCode(accountId: string): boolean {
  return sessionStorage.getItem(KEY) === accountId;
}

/** Whether setting up this method replaces the lost factor. */
export function replacesLost(method: string): boolean {
  return method === 'totp' || method === 'passkey';
}

export function forgetBackupCodeUse(): void {
  sessionStorage.removeItem(KEY);
}
