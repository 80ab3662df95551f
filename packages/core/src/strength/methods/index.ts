import type { AccountFactors, DeliveredCode } from '../account-factors.ts';
import { backupCodeBeside } from './backup-code.ts';
import { deliveredCode } from './delivered-code.ts';
import type { MethodDescriptor } from './descriptor.ts';
import { LISTED } from './list.ts';

/** The descriptor of a method, built in or a delivered code of the host; `undefined` for an unknown method. */
export function methodDescriptor(method: string): MethodDescriptor | undefined {
  const builtIn: MethodDescriptor | undefined = BUILT_IN_METHODS.find(({ name }) => name === method);
  return builtIn ?? (isNamedAsCode(method) ? deliveredCode(method) : undefined);
}

function isNamedAsCode(method: string): method is DeliveredCode {
  return method.endsWith('-code') && method !== 'enrollment-code';
}

/** Whether the account has a strong second proof. */
export function hasStrong(factors: AccountFactors): boolean {
  return STRONG.some(({ enrolled }) => enrolled(factors));
}

const STRONG = LISTED.filter(({ worthForSetUp }) => worthForSetUp === 'strong');

const backupCode: ReturnType<typeof backupCodeBeside> = backupCodeBeside(hasStrong);

/** Every built-in method, in the order in which choices are offered. */
export const BUILT_IN_METHODS: readonly [...typeof LISTED, typeof backupCode] = [...LISTED, backupCode];
