import { instant } from '@sallyport/core';
import { clearAttempts, giveBackAttempt, NO_ATTEMPTS, reservationOf, reserveAttempt } from '@sallyport/core/lockout';
import type { Store } from '@sallyport/engine';
import { LIMITS } from '../attempts.ts';
import { type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';
import { counting, countingOutside } from './outside-counters.test-support.ts';

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

/** Stores with a fault in the counters. `brokenOpenCounters` has the faults in what is open. */
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
