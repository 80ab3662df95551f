import { instant } from '@sallyport/core';
import { judgeAttempt, type Reservation } from '@sallyport/core/lockout';
import type { AttemptRef, JudgedWrong, TenantId } from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Call } from '../call.ts';
import { counterOf, OPEN_ENDS } from '../documents/counter.ts';
import { counterPlace } from '../place.ts';
import { BY_ID } from '../stored.ts';

export async function giveBack({ documents, limits }: Call, tenant: TenantId, ref: AttemptRef): Promise<void> {
  await documents.updateOne(counterPlace(tenant, ref), givingBack(ref.reservation), { hint: BY_ID, ...limits });
}

export function givingBack({ first, until }: Reservation): Document[] {
  const isItsWindow = { $eq: ['$first', first] };
  return [
    {
      $set: {
        total: oneLess('$total'),
        recent: { $cond: [isItsWindow, oneLess('$recent'), '$recent'] },
        lockedUntil: { $cond: [isItsWindow, 0, '$lockedUntil'] },
        openEnds: withoutOne(until, OPEN_ENDS),
      },
    },
  ];
}

/** The server returns the counter from before, so exactly one of several concurrent failures locks. */
export async function judge(
  { documents, limits }: Call,
  tenant: TenantId,
  now: number,
  { attempt, hardLimit }: JudgedWrong,
): Promise<boolean> {
  const before = await documents.findOneAndUpdate(
    counterPlace(tenant, attempt),
    [{ $set: { openEnds: judging(attempt.reservation.until, now) } }],
    {
      returnDocument: 'before',
      ...limits,
    },
  );
  return before !== null && judgeAttempt(counterOf(before), attempt.reservation, { hardLimit }, instant(now)).locks;
}

function judging(until: number, now: number): Document {
  const others = { $filter: { input: withoutOne(until, '$$ends'), as: 'end', cond: { $gt: ['$$end', now] } } };
  return { $let: { vars: { ends: OPEN_ENDS }, in: { $cond: [{ $in: [until, '$$ends'] }, others, '$$ends'] } } };
}

function withoutOne(end: number, ends: unknown): Document {
  const size = { $size: '$$all' };
  // A negative count takes from the end.
  const after = { $slice: ['$$all', { $subtract: [{ $add: ['$$place', 1] }, size] }] };
  const both = { $concatArrays: [{ $slice: ['$$all', '$$place'] }, after] };
  return {
    $let: {
      vars: { all: ends },
      in: {
        $let: {
          vars: { place: { $indexOfArray: ['$$all', end] } },
          in: { $cond: [{ $lt: ['$$place', 0] }, '$$all', both] },
        },
      },
    },
  };
}

function oneLess(value: unknown): Document {
  return { $max: [0, { $subtract: [value, 1] }] };
}
