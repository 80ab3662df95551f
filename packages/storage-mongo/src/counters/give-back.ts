import type { AttemptRef, TenantId } from '@sallyport/engine/store';
import type { Document } from 'mongodb';
import type { Call } from '../call.ts';
import { counterPlace } from '../place.ts';
import { BY_ID } from '../stored.ts';

/** Gives one attempt back, and no other: the rules of `giveBackAttempt`, in one statement. What is not there stays away. */
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
      },
    },
  ];
}

function oneLess(field: string): Document {
  return { $max: [0, { $subtract: [field, 1] }] };
}
