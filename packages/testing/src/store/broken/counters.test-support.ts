import { instant } from '@sallyport/core';
import {
  clearAttempts,
  giveBackAttempt,
  judgeAttempt,
  NO_ATTEMPTS,
  reservationOf,
  reserveAttempt,
} from '@sallyport/core/lockout';
import type { Store } from '@sallyport/engine';
import { LIMITS } from '../attempts.ts';
import { type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';
import { type Counting, countingOutside } from './outside-counters.test-support.ts';

const NEVER = instant(Number.MAX_SAFE_INTEGER);

function counting(caughtBy: string, wrong: Partial<Counting>): BrokenStores[string] {
  return { caughtBy, over: (sound) => countingOutside(sound, wrong) };
}

/** Decides by the current counter, and counts after the check. */
function countingAfterTheCheck(sound: Store): Store {
  const verdicts = countingOutside(sound, { between: () => pause(2) });
  return withVerbs(verdicts, {
    beginStep: async (step) => {
      if (step.attempt === undefined) return verdicts.beginStep(step);
      const { attempt, ...rest } = step;
      const [loaded, counters] = await Promise.all([verdicts.beginStep(rest), verdicts.listCounters(step.tenant)]);
      const late = verdicts.beginStep(step);
      if (counters.length > 0) return late;
      const subject = loaded.account?.id ?? attempt.subjectIfUnknown ?? '';
      const ref = {
        subject,
        authenticator: attempt.authenticator,
        reservation: reservationOf(step.now, attempt.limits, step.now),
      };
      return { ...loaded, attempt: { outcome: 'counted', ref } };
    },
  });
}

const MAILS_GO = 'a counter of mails to an unknown identifier stays for its window and its lock, and no longer';

/** Stores with a fault in the counters. */
export const brokenCounters: BrokenStores = {
  'reads the counter, then writes it': counting('of 500 guesses at once at an unknown identifier, five are admitted', {
    between: () => pause(),
  }),
  'loses what is counted while an attempt is given back': counting(
    'the attempt counter, guessed at, given back and cleared by five clients',
    { betweenGiving: () => pause() },
  ),
  'counts after the check': {
    caughtBy: 'of 500 guesses at once at an unknown identifier, five are admitted',
    over: countingAfterTheCheck,
  },
  'admits one too many': counting('what was refused costs nothing later', {
    reserve: (counter, limits, now) => reserveAttempt(counter, { ...limits, maxFailures: limits.maxFailures + 1 }, now),
  }),
  'ends locks and windows a millisecond late': counting('a lock holds up to its end, and not at it', {
    reserve: (counter, limits, now) => reserveAttempt(counter, limits, instant(now - 1)),
  }),
  'ends locks and windows a millisecond early': counting('a window counts up to its end, and not at it', {
    reserve: (counter, limits, now) => reserveAttempt(counter, limits, instant(now + 1)),
  }),
  'begins a window with every guess': counting('slow guesses never lock, and add up', {
    reserve: (counter, limits, now) => reserveAttempt({ ...counter, first: now }, limits, now),
  }),
  'keeps the old window when a lock ends': counting(
    'a lock that ended begins a new window, though the old one still runs',
    {
      reserve: (counter, limits, now) =>
        reserveAttempt(counter.lockedUntil <= now ? { ...counter, lockedUntil: instant(0) } : counter, limits, now),
    },
  ),
  'locks for the first length always': counting('locks grow as their table says, and the last length stays', {
    reserve: (counter, limits, now) =>
      reserveAttempt(counter, { ...limits, lockLengths: limits.lockLengths.slice(0, 1) }, now),
  }),
  'knows no hard limit': counting('of 500 at once, as many are admitted as the hard limit has left', {
    reserve: (counter, limits, now) => reserveAttempt(counter, { ...limits, hardLimit: Number.MAX_SAFE_INTEGER }, now),
  }),
  'keeps a limit in 32 bits': counting('a hard limit of `Number.MAX_SAFE_INTEGER`, as for mails, stops nobody', {
    reserve: (counter, limits, now) => reserveAttempt(counter, { ...limits, hardLimit: limits.hardLimit | 0 }, now),
  }),
  'counts what it refuses': counting('what was refused costs nothing later', { keepsRefused: true }),
  'forgets which window a guess was counted in': counting('one of a window that is over gives back of the sum only', {
    giveBack: (counter, reservation) => giveBackAttempt(counter, { ...reservation, first: counter.first }),
  }),
  'gives back nothing': counting('one is given back, and the others stay', { giveBack: (counter) => counter }),
  'gives back everything': counting('one is given back, and the others stay', { giveBack: () => NO_ATTEMPTS }),
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
    reserve: (counter, limits, now) =>
      reserveAttempt({ ...counter, openUntil: instant(Number.MAX_SAFE_INTEGER) }, limits, now),
  }),
  'ends all open guesses at the time of the latest request': counting(
    'a request with an earlier clock does not shorten the time of the attempts that others left open',
    {
      reserve: (counter, limits, now) =>
        reserveAttempt({ ...counter, openUntil: instant(Math.min(counter.openUntil, now + 1)) }, limits, now),
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
        return attempt.admitted ? { ...attempt, counter: { ...attempt.counter, open: counter.open + 1 } } : attempt;
      },
    },
  ),
  'judges nothing': counting('as long as one of them is open, others wait', {
    judge: (counter) => ({ counter, locks: false }),
  }),
  'judges all that is open at once': counting('as long as one of them is open, others wait', {
    judge: (counter) => ({ counter: { ...counter, open: 0, openUntil: instant(0) }, locks: counter.open > 0 }),
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
    { judge: (counter, { first }, limits, now) => judgeAttempt(counter, { first, supersededAt: NEVER }, limits, now) },
  ),
  'closes the place of another guess when a guess is given back late': counting(
    'a guess that is given back late, when newer guesses are open, leaves these guesses open',
    { giveBack: (counter, { first }) => giveBackAttempt(counter, { first, supersededAt: NEVER }) },
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
  'lets a known device forgive strangers': counting('a known device lifts the hard limit, not the lock', {
    clear: (counter) => clearAttempts(counter, 'stranger'),
  }),
  'keeps guesses at what was bound anew with a grant': {
    caughtBy: 'a known device’s grant with a new binding clears all guesses at that too, the strangers’ lock included',
    over: (sound) =>
      withVerbs(sound, {
        commit: (change) => {
          const { clearCounters: asked } = change;
          if (asked?.by !== 'stranger' && asked?.by !== 'known-device') return sound.commit(change);
          const { rebinds: _, ...clearCounters } = asked;
          return sound.commit({ ...change, clearCounters });
        },
      }),
  },
  'keeps the mails to an unknown identifier as long as guesses': counting(MAILS_GO, { isSwept: () => false }),
  'keeps guesses at an unknown identifier as briefly as mails': counting(MAILS_GO, { isSwept: () => true }),
  'refills the budget of mails': counting('no one refills the budget of mails', { isMail: () => false }),
  'counts what the flow does not accept': counting(
    'nothing is counted, 100 at once, where the flow does not accept it',
    {
      isAsked: () => true,
    },
  ),
  'counts only what the flow accepts in all its names': counting(
    'an attempt that the flow accepts, among others, is counted',
    {
      isAsked: ({ onlyIfAccepted }, { flow }) =>
        onlyIfAccepted === undefined || onlyIfAccepted.every((name) => flow?.accepts.includes(name)),
    },
  ),
  'counts where nothing is attempted': {
    caughtBy: 'nothing is counted where nothing is attempted',
    over: (sound) =>
      withVerbs(sound, {
        beginStep: async (step) => {
          const attempt = { authenticator: 'password', limits: LIMITS, perDevice: true };
          if (step.attempt === undefined && step.account !== undefined) await sound.beginStep({ ...step, attempt });
          return sound.beginStep(step);
        },
      }),
  },
  'counts every alias apart': counting(
    'of 500 at once at an account, by all its names and in its flow, five are admitted',
    { subject: (step) => step.account?.value ?? step.attempt?.subjectIfUnknown },
  ),
  'takes any device for a known one': counting(
    'another account’s device, and one that nobody knows, count with the strangers',
    { device: ({ deviceHashes }) => deviceHashes?.[0] },
  ),
  'counts every guess of a known device apart': counting(
    'a known device counts with the strangers for what was never proved there',
    {
      device: ({ attempt }, { knownDevice }) => (attempt?.perDevice ? knownDevice : undefined),
    },
  ),
  'counts at the first presented device, though the account knows another': counting(
    'of the devices of a browser, the account knows its own, wherever it stands',
    {
      device: ({ attempt, deviceHashes }, { knownDevice }) =>
        attempt?.perDevice && knownDevice !== undefined ? deviceHashes?.[0] : undefined,
    },
  ),
  'knows no devices': counting('strangers who lock an account leave its devices their own budget', {
    device: () => undefined,
  }),
  'gives back only where the commit succeeds': {
    caughtBy: 'one is given back by the commit that its proof loses, and by that commit alone',
    over: (sound) =>
      withVerbs(sound, {
        commit: async ({ giveBack, ...change }) => {
          const result = await sound.commit(change);
          const { tenant, now } = change;
          if (result.outcome === 'committed' && giveBack)
            await sound.commit({ tenant, now, guards: {}, giveBack, events: [] });
          return result;
        },
      }),
  },
  'gives back nothing to whoever guards nothing': {
    caughtBy: 'one that was never judged is given back, though all that it was made with is gone',
    over: (sound) =>
      withVerbs(sound, {
        commit: ({ giveBack, ...change }) =>
          sound.commit(giveBack && Object.keys(change.guards).length > 0 ? { ...change, giveBack } : change),
      }),
  },
  'counts in the account, and moves its version': {
    caughtBy: 'who read an account before others guessed at it may still write',
    over: (sound) =>
      withVerbs(sound, {
        beginStep: async (step) => {
          const loaded = await sound.beginStep(step);
          const { account } = loaded;
          if (loaded.attempt.outcome === 'counted' && account !== undefined) {
            const guards = { account: { id: account.id, version: account.version } };
            const next = { ...account, version: account.version + 1 };
            await sound.commit({ tenant: step.tenant, now: step.now, guards, account: next, events: [] });
          }
          return loaded;
        },
      }),
  },
};
