import { instant } from '@sallyport/core';
import { judgeAttempt } from '@sallyport/core/lockout';
import type { AttemptRef, JudgedWrong, TenantId } from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Call } from '../call.ts';
import { counterOf } from '../documents/counter.ts';
import { counterPlace } from '../place.ts';
import { BY_ID } from '../stored.ts';

/** Gives an attempt back, by the rules of `giveBackAttempt`, in one update. Does nothing if the counter is gone. */
export async function giveBack({ documents, limits }: Call, tenant: TenantId, ref: AttemptRef): Promise<void> {
  await documents.updateOne(counterPlace(tenant, ref), givingBack(ref.reservation.first), { hint: BY_ID, ...limits });
}

export function givingBack(first: number): Document[] {
  const isItsWindow = { $eq: ['$first', first] };
  return [
    {
      $set: {
        total: oneLess('$total'),
        recent: { $cond: [isItsWindow, oneLess('$recent'), '$recent'] },
        lockedUntil: { $cond: [isItsWindow, 0, '$lockedUntil'] },
        ...ONE_CLOSED,
      },
    },
  ];
}

/**
 * Marks an attempt as a failure, by the rules of `judgeAttempt`, in one update. Returns whether this failure locks the counter. The
 * server returns the counter from before the update, which makes exactly one of several concurrent failures the last failure.
 */
export async function judge(
  { documents, limits }: Call,
  tenant: TenantId,
  now: number,
  { attempt, hardLimit }: JudgedWrong,
): Promise<boolean> {
  const before = await documents.findOneAndUpdate(counterPlace(tenant, attempt), [{ $set: ONE_CLOSED }], {
    returnDocument: 'before',
    ...limits,
  });
  return before !== null && judgeAttempt(counterOf(before), { hardLimit }, instant(now)).locks;
}

/** Closes an open attempt. A counter of an older version has no open attempts. */
const ONE_CLOSED: Document = {
  open: oneLess({ $ifNull: ['$open', 0] }),
  openUntil: { $cond: [{ $gt: ['$open', 1] }, '$openUntil', 0] },
};

function oneLess(value: unknown): Document {
  return { $max: [0, { $subtract: [value, 1] }] };
}
