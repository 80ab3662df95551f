import type { Instant } from '@sallyport/core';
import { reservationOf, reserveAttempt } from '@sallyport/core/lockout';
import { type AttemptAnswer, type AttemptAsked, type TenantId, unknownCounterKept } from '@sallyport/store';
import { type Document, MongoServerError } from 'mongodb';
import type { Call } from '../call.ts';
import { counterOf, OPEN_ENDS } from '../documents/counter.ts';
import { counterPlace, text } from '../place.ts';
import { DUPLICATE_KEY } from '../server-errors.ts';
import type { Stored } from '../stored.ts';

/** If two requests create the counter at once, the second fails with a duplicate key. */
const ROUNDS = 5;

export interface Guess {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly asked: AttemptAsked;
  readonly subject: string;
  readonly device: string | undefined;
  readonly isUnknown: boolean;
}

/** Repeats core's `reserveAttempt`; the conformance kit compares both. */
export async function reserve(call: Call, guess: Guess): Promise<AttemptAnswer> {
  const { subject, device, now, asked } = guess;
  const { authenticator, limits } = asked;
  const place = { subject, authenticator, ...(device === undefined ? {} : { device }) };
  const stored = await counted(call, guess, place);
  const counter = counterOf(stored);
  if (stored.admitted === true) {
    return { outcome: 'counted', ref: { reservation: reservationOf(counter.first, limits, now), ...place } };
  }
  const refused = reserveAttempt(counter, limits, now);
  if (refused.admitted) throw new Error('the server refused an attempt that the rules admit');
  return refused.waits ? { outcome: 'waits' } : { outcome: 'locked', until: refused.until };
}

/** Waits for a majority: a killed server could lose the count. */
async function counted({ documents, limits }: Call, guess: Guess, place: CounterName): Promise<Stored> {
  const filter = counterPlace(guess.tenant, place);
  const options = { upsert: true, returnDocument: 'after', ...limits } as const;
  for (let round = 1; ; round++) {
    try {
      const stored = await documents.findOneAndUpdate(filter, countingOf(guess, place), options);
      if (stored !== null) return stored;
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY || round === ROUNDS) throw error;
    }
  }
}

interface CounterName {
  readonly subject: string;
  readonly authenticator: string;
  readonly device?: string;
}

function countingOf({ now, asked, isUnknown }: Guess, { subject, authenticator, device }: CounterName): Document[] {
  const { maxFailures, window, hardLimit, lockLengths, judgedWithin } = asked.limits;
  const opens = judgedWithin > 0;
  const openBefore = { $filter: { input: '$openEnds', as: 'end', cond: { $gt: ['$$end', now] } } };
  const ifAdmitted = (then: unknown, otherwise: unknown) => ({ $cond: ['$admitted', then, otherwise] });
  const locksSoFar = { $max: [0, { $subtract: [{ $floor: { $divide: ['$total', maxFailures] } }, 1] }] };
  const lockLength = { $arrayElemAt: [lockLengths, { $min: [locksSoFar, lockLengths.length - 1] }] };
  const end = { $add: [now, lockLengths.length === 0 ? 0 : lockLength] };
  const quiet = { $max: [{ $add: ['$first', window] }, '$lockedUntil'] };
  return [
    {
      $set: {
        subject: { $literal: text(subject) },
        authenticator: { $literal: text(authenticator) },
        ...(device === undefined ? {} : { device: { $literal: text(device) } }),
        recent: { $ifNull: ['$recent', 0] },
        total: { $ifNull: ['$total', 0] },
        first: { $ifNull: ['$first', 0] },
        lockedUntil: { $ifNull: ['$lockedUntil', 0] },
        openEnds: OPEN_ENDS,
      },
    },
    {
      $set: {
        admitted: { $and: [{ $lt: ['$total', hardLimit] }, { $lte: ['$lockedUntil', now] }] },
        fresh: {
          $or: [
            { $gt: ['$lockedUntil', 0] },
            { $eq: ['$recent', 0] },
            { $gte: [{ $subtract: [now, '$first'] }, window] },
          ],
        },
      },
    },
    {
      $set: {
        recent: ifAdmitted({ $cond: ['$fresh', 1, { $add: ['$recent', 1] }] }, '$recent'),
        total: ifAdmitted({ $add: ['$total', 1] }, '$total'),
        first: ifAdmitted({ $cond: ['$fresh', now, '$first'] }, '$first'),
        openEnds: ifAdmitted(opens ? { $concatArrays: [openBefore, [now + judgedWithin]] } : [], '$openEnds'),
      },
    },
    {
      $set: {
        lockedUntil: ifAdmitted({ $cond: [{ $gte: ['$recent', maxFailures] }, end, 0] }, '$lockedUntil'),
      },
    },
    {
      $set: {
        ends: isUnknown
          ? ifAdmitted({ $toDate: { $add: [quiet, unknownCounterKept(authenticator)] } }, '$ends')
          : '$$REMOVE',
      },
    },
    { $unset: 'fresh' },
  ];
}
