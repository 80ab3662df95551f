import { afterItsPassword, type Instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';

type EnrollmentCode = NonNullable<AccountRecord['enrollmentCode']>;

/**
 * Returns whether an enrollment code, or the link of an invitation, can begin a sign-in. A code belongs to one flow at a time. If the person leaves
 * the flow without a set-up and without a session, the code is open again: at once if the person ends the flow, otherwise after the flow's end.
 */
export function isOpenCode(code: EnrollmentCode, now: Instant): boolean {
  return code.expiresAt > now && !isInUse(code, now);
}

/** Returns when an open code ends, or when the flow of a used code ends. `undefined`: the code does not change any more. */
export function codeUntil(code: EnrollmentCode, now: Instant): Instant | undefined {
  return isOpenCode(code, now) ? code.expiresAt : inUseUntil(code, now);
}

/** Returns the end of the flow in which the owner entered the code, or followed the link. `undefined`: nobody did so, or the flow has ended. */
export function inUseUntil({ usedUntil }: EnrollmentCode, now: Instant): Instant | undefined {
  return usedUntil !== undefined && usedUntil > now ? usedUntil : undefined;
}

/** Returns whether a flow uses the link of an invitation, and the link has not ended. */
function isLinkOf({ mailed, usedIn, expiresAt }: EnrollmentCode, flow: string, now: Instant): boolean {
  return mailed === true && usedIn === flow && expiresAt > now;
}

/**
 * Returns whether the link of an invitation begins its own flow again: the person chose no password in the flow, and may choose a password after all.
 * A chosen password is not changed by the link.
 */
export function beginsAgain(
  code: EnrollmentCode,
  { id, newPassword }: Pick<FlowRecord, 'id' | 'newPassword'>,
  now: Instant,
): boolean {
  return newPassword === undefined && isLinkOf(code, id, now);
}

/** Returns the code as its flow uses it, or `undefined` if the code is not open. The code is open for the flow that already uses its link. */
export function codeUsedIn(
  code: EnrollmentCode,
  { id, expiresAt }: Pick<FlowRecord, 'id' | 'expiresAt'>,
  now: Instant,
): EnrollmentCode | undefined {
  if (isLinkOf(code, id, now)) return code;
  return isOpenCode(code, now) ? { ...code, usedIn: id, usedUntil: expiresAt } : undefined;
}

/**
 * Returns the code as it is after its flow ended early, or `undefined` if the flow does not use the code. `usedIn` stays: the next session ends a code that
 * was used.
 */
export function codeLeftBy(code: EnrollmentCode, flow: string, now: Instant): EnrollmentCode | undefined {
  return code.usedIn === flow ? { ...code, usedUntil: now } : undefined;
}

/** The account after a password was set in a flow: a code that the flow uses helps in no more. */
export function afterPasswordIn({ id }: Pick<FlowRecord, 'id'>, account: AccountRecord): AccountRecord {
  const { enrollmentCode: code } = account;
  return code?.usedIn === id ? { ...account, enrollmentCode: afterItsPassword(code) } : account;
}

/** An invitation that an earlier version stored has no `usedUntil`, and stays used. */
function isInUse({ usedIn, usedUntil }: EnrollmentCode, now: Instant): boolean {
  return usedIn !== undefined && (usedUntil === undefined || usedUntil > now);
}
