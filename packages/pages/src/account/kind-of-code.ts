import type { Account, Session } from '@sallyport/browser';
import type { KindOfCode } from '../parts/explain.ts';
import { isByMailedCode, usedCode } from '../parts/used-code.ts';

/** This tab removed a factor with codes, so the session may rest on a code that the account no longer has. */
const KEY = 'sallyport.codes-removed';

/** The session whose code was mailed, because the account had no other codes then. */
const MAILED = 'sallyport.mailed-code';

export function keepCodesRemoved(accountId: string): void {
  sessionStorage.setItem(KEY, accountId);
}

/** The session calls each code `otp`. A factor that is set up afterwards does not change the kind of an earlier proof. */
export function kindOfCode({ accountId, factors }: Account, { authTime }: Pick<Session, 'authTime'>): KindOfCode {
  const used = usedCode(accountId);
  // Beside an invitation, the person may have proved another code.
  if (used === 'backup-code' || (used === 'invitation' && !factors.totp && factors.codes.length === 0)) return used;
  const hasOther = factors.totp || factors.backupCodes.remaining > 0 || factors.codes.length > 0;
  const proved = `${accountId} ${authTime}`;
  if (hasOther || sessionStorage.getItem(KEY) === accountId) {
    if (sessionStorage.getItem(MAILED) !== proved) return 'otp';
  } else sessionStorage.setItem(MAILED, proved);
  return isByMailedCode({ accountId, authTime }) ? 'email-code' : 'email';
}
