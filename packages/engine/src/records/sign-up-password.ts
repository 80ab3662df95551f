import { highestAdministration, type Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { rulesHash } from '../kernel/passwords/new-password.ts';
import { rolesOf } from './roles.ts';

/**
 * The account of a flow, with the password of its sign-up. The password counts in the flow, and the commit that opens the session stores the
 * password. Every other commit leaves the password out (`withoutNewPassword`). A password does not count if different rules judged the password, or
 * if an administrator linked the directory meanwhile: an account has one source of passwords.
 */
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

/**
 * Returns whether the person of the mailbox may begin the first sign-in: a sign-up made the account, nobody has signed in since, and the account
 * administers nothing. A role of administration is something to protect, and the mailbox alone never reaches it.
 */
export function isUnclaimed(policy: Policy, account: AccountRecord): boolean {
  const { openSignUp, emergency } = account;
  return openSignUp === true && emergency !== true && !administersAnything(policy, account);
}

export function administersAnything(policy: Policy, account: AccountRecord): boolean {
  return highestAdministration(policy, rolesOf(account, policy.gives)) !== undefined;
}

/** The account as a commit without a session stores it: without the password of the flow's sign-up. */
export function withoutNewPassword({ newPassword }: FlowRecord, account: AccountRecord): AccountRecord {
  if (newPassword === undefined || account.password?.id !== newPassword.id) return account;
  const { password: _, ...rest } = account;
  return rest;
}

/**
 * Returns whether a flow is the first sign-in of its account: a sign-up before anybody has signed in to the account, or the flow that used the account's
 * invitation. The account has nothing to protect before the first session.
 */
export function isFirstSignIn(policy: Policy, { purpose, id }: FlowRecord, account: AccountRecord): boolean {
  if (purpose !== 'sign-up') return false;
  const { invited, enrollmentCode: code } = account;
  return isUnclaimed(policy, account) || (invited === true && code?.mailed === true && code.usedIn === id);
}
