import { type Instant, isStranded, type Leaves, type Policy, type Vouching } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';
import { isOpenCode } from '../factors/open-code.ts';

/** Returns whether an administrator's enrollment code is open for the account. */
export function isVouched({ enrollmentCode }: AccountRecord, now: Instant): boolean {
  return enrollmentCode !== undefined && isOpenCode(enrollmentCode, now);
}

/** As {@link isVouched}, and tells an open invitation from an enrollment code. */
export function vouchingOf(account: AccountRecord, now: Instant): Vouching {
  if (!isVouched(account, now)) return false;
  return account.enrollmentCode?.mailed === true ? 'by-invitation' : true;
}

/** Returns when the link of the account's invitation ends. `undefined`: no link opens the first sign-in. A link does not end a block. */
export function invitationUntil(account: AccountRecord, now: Instant): Instant | undefined {
  return vouchingOf(account, now) === 'by-invitation' ? account.enrollmentCode?.expiresAt : undefined;
}

/** Returns whether the account's owner cannot sign in without help. */
export function strandsOwner(policy: Policy, account: AccountRecord, now: Instant): boolean {
  return isStranded(policy, factsOf(account, policy, now), isVouched(account, now));
}

/** What a change leaves of an account, for `judge`. */
export function leavesOf(policy: Policy, before: AccountRecord, left: AccountRecord, now: Instant): Leaves {
  return { account: factsOf(left, policy, now), vouched: isVouched(left, now), wasVouched: isVouched(before, now) };
}
