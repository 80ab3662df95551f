import { backupCode } from './backup-code.ts';
import { emailCode, hostCode } from './delivered-code.ts';
import type { Factor } from './factor.ts';
import { passkey } from './passkey.ts';
import { password } from './password.ts';
import { ldap, sso } from './sso-and-ldap.ts';
import { totp } from './totp.ts';

/** Every kind of factor that the engine verifies. All of the host's delivered codes are one kind. */
export const FACTORS: readonly Factor[] = [passkey, password, ldap, sso, totp, emailCode, hostCode, backupCode];
