import { highestAdministration, type Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { rulesHash } from '../kernel/passwords/new-password.ts';
import { rolesOf } from './roles.ts';

/** A password does not count under other rules than those that judged it, or beside the directory's. */
export function withNewPassword(policy: Policy, flow: FlowRecord | undefined, account: AccountRecord): AccountRecord;
export function withNewPassword(
  policy: Policy,
  flow: FlowRecord | undefined,
  account: AccountRecord | undefined,
): AccountRecord | undefined;
export function withNewPassword(
  policy: Policy,
  flow: FlowRecord | undefined,
  account: AccountRecord | undefined,
): AccountRecord | undefined {
  if (flow?.newPassword === undefined || account === undefined || flow.accountId !== account.id) return account;
  const { rules, ...password } = flow.newPassword;
  if (!isFirstSignIn(policy, flow, account) || account.password !== undefined || rules !== rulesHash(policy))
    return account;
  if (account.externalIds?.some(({ method }) => method === 'ldap') === true) return account;
  return { ...account, password };
}

export function isUnclaimed(policy: Policy, account: AccountRecord): boolean {
  const { openSignUp, emergency } = account;
  return openSignUp === true && emergency !== true && !administersAnything(policy, account);
}

export function administersAnything(policy: Policy, account: AccountRecord): boolean {
  return highestAdministration(policy, rolesOf(account, policy.gives)) !== undefined;
}

export function withoutNewPassword({ newPassword }: FlowRecord, account: AccountRecord): AccountRecord {
  if (newPassword === undefined || account.password?.id !== newPassword.id) return account;
  const { password: _, ...rest } = account;
  return rest;
}

export function isFirstSignIn(policy: Policy, { purpose, id }: FlowRecord, account: AccountRecord): boolean {
  if (purpose !== 'sign-up') return false;
  const { invited, enrollmentCode: code } = account;
  return isUnclaimed(policy, account) || (invited === true && code?.mailed === true && code.usedIn === id);
}
