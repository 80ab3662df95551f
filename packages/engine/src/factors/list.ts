import { backupCode } from './backup-code.ts';
import { emailCode, hostCode } from './delivered-code.ts';
import type { Factor } from './factor.ts';
import { passkey } from './passkey.ts';
import { password } from './password.ts';
import { ldap, sso } from './sso-and-ldap.ts';
import { totp } from './totp.ts';

export const FACTORS: readonly Factor[] = [passkey, password, ldap, sso, totp, emailCode, hostCode, backupCode];
