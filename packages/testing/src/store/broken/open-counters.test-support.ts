import { type AttemptCounter, instant } from '@sallyport/core';
import { giveBackAttempt, judgeAttempt, type Reservation, reserveAttempt } from '@sallyport/core/lockout';
import { type BrokenStores, withVerbs } from './broken-store.test-support.ts';
import { counting } from './outside-counters.test-support.ts';

const NEVER = instant(Number.MAX_SAFE_INTEGER);

/** The reservation of whichever attempt is open. */
function closingAny({ open: [until] }: AttemptCounter, reservation: Reservation): Reservation {
  return until === undefined ? reservation : { ...reservation, until };
}

function isOlder({ open }: AttemptCounter, { until }: Reservation): boolean {
  return open.some((end) => end > until);
}

/** Stores with a fault in the open attempts of their counters. */
export const brokenOpenCounters: BrokenStores = {
  'answers that it is locked, of guesses that nobody has judged': counting(
    'of 500 guesses at once five are admitted, and all others wait',
    {
      reserve: (counter, limits, now) => {
        const attempt = reserveAttempt(counter, limits, now);
        if (attempt.admitted || !attempt.waits) return attempt;
        return { admitted: false, waits: false, until: instant(Math.max(counter.lockedUntil, now + 1)) };
      },
    },
  ),
  'never counts a guess whose process died': counting('one that nobody judges within half a minute is a failure', {
    reserve: (counter, limits, now) => reserveAttempt({ ...counter, open: counter.open.map(() => NEVER) }, limits, now),
  }),
  'ends all open guesses at the time of the latest request': counting(
    'a request with an earlier clock does not shorten the time of the attempts that others left open',
    {
      reserve: (counter, limits, now) =>
        reserveAttempt({ ...counter, open: counter.open.map((end) => instant(Math.min(end, now + 1))) }, limits, now),
    },
  ),
  'admits who should wait': counting('who waits costs nothing', {
    reserve: (counter, limits, now) => {
      const attempt = reserveAttempt(counter, limits, now);
      return attempt.admitted || !attempt.waits
        ? attempt
        : reserveAttempt({ ...counter, lockedUntil: instant(0), total: 0 }, limits, now);
    },
  }),
  'keeps those who come later waiting for a guess whose process died': counting(
    'an attempt that nobody judges keeps nobody waiting who comes half a minute later',
    {
      reserve: (counter, limits, now) => {
        const attempt = reserveAttempt(counter, limits, now);
        return attempt.admitted
          ? {
              ...attempt,
              counter: { ...attempt.counter, open: [...counter.open.map(() => NEVER), attempt.reservation.until] },
            }
          : attempt;
      },
    },
  ),
  'judges nothing': counting('as long as one of them is open, others wait', {
    judge: (counter) => ({ counter, locks: false }),
  }),
  'judges all that is open at once': counting('as long as one of them is open, others wait', {
    judge: (counter) => ({ counter: { ...counter, open: [] }, locks: counter.open.length > 0 }),
  }),
  'says of every failure that it locks': counting('a failure that locks nothing says nothing of a lock', {
    judge: (...failure) => ({ ...judgeAttempt(...failure), locks: true }),
  }),
  'knows of no lock at the hard limit': counting('at the hard limit as in a window', {
    judge: (counter, reservation, _, now) =>
      judgeAttempt(counter, reservation, { hardLimit: Number.MAX_SAFE_INTEGER }, now),
  }),
  'forgives a failure': counting('as long as one of them is open, others wait', {
    judge: (counter, reservation, limits, now) => {
      const { locks } = judgeAttempt(counter, reservation, limits, now);
      return { counter: giveBackAttempt(counter, { ...reservation, first: counter.first }), locks };
    },
  }),
  'closes the place of another guess when a guess is judged late': counting(
    'a guess that is judged late, when newer guesses are open, leaves these guesses open',
    {
      judge: (counter, reservation, limits, now) =>
        judgeAttempt(counter, closingAny(counter, reservation), limits, now),
    },
  ),
  'closes the place of another guess when a guess is given back late': counting(
    'a guess that is given back late, when newer guesses are open, leaves these guesses open',
    { giveBack: (counter, reservation) => giveBackAttempt(counter, closingAny(counter, reservation)) },
  ),
  'takes an attempt of an earlier clock for one that is over': counting(
    'an attempt of an earlier clock is closed beside newer ones, and keeps nobody waiting',
    {
      judge: (counter, reservation, limits, now) =>
        isOlder(counter, reservation) ? { counter, locks: false } : judgeAttempt(counter, reservation, limits, now),
    },
  ),
  'takes an attempt of an earlier clock that is given back for one that is over': counting(
    'an attempt of an earlier clock is closed beside newer ones, and keeps nobody waiting',
    {
      giveBack: (counter, reservation) => {
        const given = giveBackAttempt(counter, reservation);
        return isOlder(counter, reservation) ? { ...given, open: counter.open } : given;
      },
    },
  ),
  'ends every open attempt at the end of the newest': counting(
    'an attempt that nobody judges keeps nobody waiting after its time, though newer ones were open beside it',
    {
      reserve: (counter, limits, now) => {
        const attempt = reserveAttempt(counter, limits, now);
        if (!attempt.admitted) return attempt;
        const { open } = attempt.counter;
        const end = instant(Math.max(...open));
        return { ...attempt, counter: { ...attempt.counter, open: open.map(() => end) } };
      },
      judge: (counter, reservation, limits, now) =>
        judgeAttempt(counter, closingAny(counter, reservation), limits, now),
    },
  ),
  'tells of a lock with each attempt that is judged after its time': counting(
    'of attempts that are judged after their time one locks',
    {
      judge: (counter, reservation, limits, now) => ({
        counter: { ...counter, open: counter.open.slice(1) },
        locks: judgeAttempt(counter, reservation, limits, now).locks,
      }),
    },
  ),
  'judges only where the commit succeeds': {
    caughtBy: 'a conflict judges too, once, and writes the lock and nothing else',
    over: (sound) =>
      withVerbs(sound, {
        commit: async ({ judged, ...change }) => {
          const result = await sound.commit(change);
          if (judged === undefined || result.outcome !== 'committed') return result;
          const { tenant, now } = change;
          return sound.commit({ tenant, now, guards: {}, events: [], judged });
        },
      }),
  },
  'tells of the lock before the failure': {
    caughtBy: 'the lock is told after the failure',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { judged, ...rest } = change;
          if (judged === undefined || change.events.length === 0) return sound.commit(change);
          const { tenant, now } = change;
          const { locked } = await sound.commit({ tenant, now, guards: {}, events: [], judged });
          return { ...(await sound.commit(rest)), ...(locked && { locked }) };
        },
      }),
  },
  'writes no lock where a guard does not hold': {
    caughtBy: 'a key that another has stands in the way of all but the failure',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { judged, ...rest } = change;
          if (judged === undefined) return sound.commit(change);
          const { tenant, now } = change;
          const result = await sound.commit(rest);
          const { ifLocked, ...quiet } = judged;
          const { locked } = await sound.commit({
            ...{ tenant, now, guards: {}, events: [] },
            judged: result.outcome === 'committed' ? judged : quiet,
          });
          return { ...result, ...(locked && { locked }) };
        },
      }),
  },
};
