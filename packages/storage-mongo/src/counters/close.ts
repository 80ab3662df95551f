import { instant } from '@sallyport/core';
import { judgeAttempt, type Reservation } from '@sallyport/core/lockout';
import type { AttemptRef, JudgedWrong, TenantId } from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Call } from '../call.ts';
import { counterOf } from '../documents/counter.ts';
import { counterPlace } from '../place.ts';
import { BY_ID } from '../stored.ts';

/** Gives an attempt back, by the rules of `giveBackAttempt`, in one update. Does nothing if the counter is gone. */
export async function giveBack({ documents, limits }: Call, tenant: TenantId, ref: AttemptRef): Promise<void> {
  await documents.updateOne(counterPlace(tenant, ref), givingBack(ref.reservation), { hint: BY_ID, ...limits });
}

export function givingBack({ first, supersededAt }: Reservation): Document[] {
  const isItsWindow = { $eq: ['$first', first] };
  return [
    {
      $set: {
        total: oneLess('$total'),
        recent: { $cond: [isItsWindow, oneLess('$recent'), '$recent'] },
        lockedUntil: { $cond: [isItsWindow, 0, '$lockedUntil'] },
        ...closing(supersededAt),
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
  const before = await documents.findOneAndUpdate(
    counterPlace(tenant, attempt),
    [{ $set: closing(attempt.reservation.supersededAt) }],
    {
      returnDocument: 'before',
      ...limits,
    },
  );
  return before !== null && judgeAttempt(counterOf(before), attempt.reservation, { hardLimit }, instant(now)).locks;
}

/** Closes the attempt, unless it has ceased to be open. A counter of an older version has no open attempts. */
function closing(supersededAt: number): Document {
  const isOpen = { $lt: ['$openUntil', supersededAt] };
  return {
    open: { $cond: [isOpen, oneLess({ $ifNull: ['$open', 0] }), '$open'] },
    openUntil: { $cond: [{ $or: [{ $not: isOpen }, { $gt: ['$open', 1] }] }, '$openUntil', 0] },
  };
}

function oneLess(value: unknown): Document {
  return { $max: [0, { $subtract: [value, 1] }] };
}
