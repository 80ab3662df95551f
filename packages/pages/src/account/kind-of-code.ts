import type { Account } from '@sallyport/browser';
import { usedCode } from '../parts/used-code.ts';

/** Storage key: this tab removed a factor with codes, so the session may rest on a code that the account no longer has. */
const KEY = 'sallyport.codes-removed';

export function keepCodesRemoved(accountId: string): void {
  sessionStorage.setItem(KEY, accountId);
}

/** The kind of a proved code, which the session calls `otp`. An account without an app, backup codes and delivered codes has mailed codes and links alone. */
export function kindOfCode({ accountId, factors }: Account): 'otp' | 'backup-code' | 'email' | 'invitation' {
  const used = usedCode(accountId);
  // Beside an invitation, the person may have proved a code of the app, or a delivered code.
  if (used === 'backup-code' || (used === 'invitation' && !factors.totp && factors.codes.length === 0)) return used;
  const hasOther = factors.totp || factors.backupCodes.remaining > 0 || factors.codes.length > 0;
  return hasOther || sessionStorage.getItem(KEY) === accountId ? 'otp' : 'email';
}
