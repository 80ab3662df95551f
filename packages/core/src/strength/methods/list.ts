import { emailCode } from './delivered-code.ts';
import { ldap } from './ldap.ts';
import { passkey } from './passkey.ts';
import { password } from './password.ts';
import { sso } from './sso.ts';
import { totp } from './totp.ts';

type Listed = readonly [typeof passkey, typeof password, typeof ldap, typeof sso, typeof totp, typeof emailCode];

export const LISTED: Listed = [passkey, password, ldap, sso, totp, emailCode];
