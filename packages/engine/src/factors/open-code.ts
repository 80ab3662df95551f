import { afterItsPassword, type Instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';

type EnrollmentCode = NonNullable<AccountRecord['enrollmentCode']>;

/** A code belongs to one flow at a time. */
export function isOpenCode(code: EnrollmentCode, now: Instant): boolean {
  return code.expiresAt > now && !isInUse(code, now);
}

export function codeUntil(code: EnrollmentCode, now: Instant): Instant | undefined {
  return isOpenCode(code, now) ? code.expiresAt : inUseUntil(code, now);
}

export function inUseUntil({ usedUntil }: EnrollmentCode, now: Instant): Instant | undefined {
  return usedUntil !== undefined && usedUntil > now ? usedUntil : undefined;
}

function isLinkOf({ mailed, usedIn, expiresAt }: EnrollmentCode, flow: string, now: Instant): boolean {
  return mailed === true && usedIn === flow && expiresAt > now;
}

export function beginsAgain(
  code: EnrollmentCode,
  { id, newPassword }: Pick<FlowRecord, 'id' | 'newPassword'>,
  now: Instant,
): boolean {
  return newPassword === undefined && isLinkOf(code, id, now);
}

export function codeUsedIn(
  code: EnrollmentCode,
  { id, expiresAt }: Pick<FlowRecord, 'id' | 'expiresAt'>,
  now: Instant,
): EnrollmentCode | undefined {
  if (isLinkOf(code, id, now)) return code;
  return isOpenCode(code, now) ? { ...code, usedIn: id, usedUntil: expiresAt } : undefined;
}

export function codeLeftBy(code: EnrollmentCode, flow: string, now: Instant): EnrollmentCode | undefined {
  return code.usedIn === flow ? { ...code, usedUntil: now } : undefined;
}

export function afterPasswordIn({ id }: Pick<FlowRecord, 'id'>, account: AccountRecord): AccountRecord {
  const { enrollmentCode: code } = account;
  return code?.usedIn === id ? { ...account, enrollmentCode: afterItsPassword(code) } : account;
}

/** An invitation of an earlier version has no `usedUntil`, and stays used. */
function isInUse({ usedIn, usedUntil }: EnrollmentCode, now: Instant): boolean {
  return usedIn !== undefined && (usedUntil === undefined || usedUntil > now);
}
