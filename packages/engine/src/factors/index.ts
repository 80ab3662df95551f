import { backupCode } from './backup-code.ts';
import { emailCode, hostCode } from './delivered-code.ts';
import type { Factor } from './factor.ts';
import { passkey } from './passkey.ts';
import { password } from './password.ts';
import { ldap, sso } from './sso-and-ldap.ts';
import { totp } from './totp.ts';

/** Every kind of factor that the engine verifies. A delivered code of the host's, whichever it is, is of one kind. */
export const FACTORS: readonly Factor[] = [passkey, password, ldap, sso, totp, emailCode, hostCode, backupCode];

/** The kind of factor that a method is; `undefined` for what is no factor: an enrollment code, a reset link. */
export function factorOf(method: string): Factor | undefined {
  return FACTORS.find(({ is }) => is(method));
}
