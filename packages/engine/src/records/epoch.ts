import type { Instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

/**
 * The account with the time at which its epoch rose, if the epoch rises with this write.
 *
 * @param now the time just before the commit: a ceremony that begins while the act is judged is older than the act
 */
export function withEpochSince(before: AccountRecord, next: AccountRecord, now: Instant): AccountRecord {
  return next.epoch === before.epoch ? next : { ...next, epochSince: now };
}

/**
 * Returns whether the account's epoch rose since a ceremony began. Somebody may have held the answer of a provider or of a passkey back until
 * after the owner's reaction.
 */
export function isHeldBack({ epochSince }: AccountRecord, begunAt: Instant): boolean {
  return epochSince !== undefined && begunAt < epochSince;
}
