import type { AccountFactors, DeliveredCode } from '../account-factors.ts';
import { backupCodeBeside } from './backup-code.ts';
import { deliveredCode, emailCode } from './delivered-code.ts';
import type { MethodDescriptor } from './descriptor.ts';
import { ldap } from './ldap.ts';
import { passkey } from './passkey.ts';
import { password } from './password.ts';
import { sso } from './sso.ts';
import { totp } from './totp.ts';

/** The descriptor of a method, built in or a delivered code of the host; `undefined` for an unknown method. */
export function methodDescriptor(method: string): MethodDescriptor | undefined {
  const builtIn: MethodDescriptor | undefined = BUILT_IN_METHODS.find(({ name }) => name === method);
  return builtIn ?? (isNamedAsCode(method) ? deliveredCode(method) : undefined);
}

/** Whether a name that is not built in names a delivered code. */
function isNamedAsCode(method: string): method is DeliveredCode {
  return method.endsWith('-code') && method !== 'enrollment-code';
}

/** Whether the account has a strong second proof. */
export function hasStrong(factors: AccountFactors): boolean {
  return STRONG.some(({ enrolled }) => enrolled(factors));
}

type Others = readonly [typeof passkey, typeof password, typeof ldap, typeof sso, typeof totp, typeof emailCode];

/** All methods except backup codes, the strongest habit first. */
const OTHERS: Others = [passkey, password, ldap, sso, totp, emailCode];

const STRONG = OTHERS.filter(({ worthForSetUp }) => worthForSetUp === 'strong');

const backupCode = backupCodeBeside(hasStrong);

/** Every built-in method, in the order in which choices are offered. */
export const BUILT_IN_METHODS: readonly [...Others, MethodDescriptor<'backup-code'>] = [...OTHERS, backupCode];
