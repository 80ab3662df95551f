import { type Instant, isStranded, type Leaves, type Policy, type Vouching } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';
import { isOpenCode } from '../factors/open-code.ts';
import { isUnclaimed } from '../state/sign-up-password.ts';

// The accounts are as they count: `standingCode` took away a code whose voucher lost the right.

export function isVouched({ enrollmentCode }: AccountRecord, now: Instant): boolean {
  return enrollmentCode !== undefined && isOpenCode(enrollmentCode, now);
}

export function vouchingOf(account: AccountRecord, now: Instant): Vouching {
  if (!isVouched(account, now)) return false;
  return account.enrollmentCode?.mailed === true ? 'by-invitation' : true;
}

export function vouchingForReport(policy: Policy, account: AccountRecord, now: Instant): Vouching {
  const vouched = vouchingOf(account, now);
  return vouched === false && goesOnAlone(policy, account) ? 'by-sign-up' : vouched;
}

/** A link goes to the name of the sign-up. */
function goesOnAlone(policy: Policy, account: AccountRecord): boolean {
  const { email, identifiers } = account;
  return email !== undefined && identifiers.includes(email.address) && isUnclaimed(policy, account);
}

export function invitationUntil(account: AccountRecord, now: Instant): Instant | undefined {
  return vouchingOf(account, now) === 'by-invitation' ? account.enrollmentCode?.expiresAt : undefined;
}

export function strandsOwner(policy: Policy, account: AccountRecord, now: Instant): boolean {
  return isStranded(policy, factsOf(account, policy, now), vouchingOf(account, now));
}

export function leavesOf(policy: Policy, before: AccountRecord, left: AccountRecord, now: Instant): Leaves {
  return { account: factsOf(left, policy, now), vouched: vouchingOf(left, now), wasVouched: vouchingOf(before, now) };
}
