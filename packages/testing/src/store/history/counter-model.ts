import { type AttemptCounter, instant } from '@sallyport/core';
import {
  clearAttempts,
  giveBackAttempt,
  isEmptyCounter,
  judgeAttempt,
  NO_ATTEMPTS,
  reserveAttempt,
} from '@sallyport/core/lockout';
import type { AttemptAnswer, BeginStep, Commit, CommitResult, CounterView, StepLoaded } from '@sallyport/engine';
import type { Model } from './is-linearizable.ts';
import type { Call } from './record-history.ts';

/**
 * The attempt counter of one subject at one authenticator, by core's rules. `beginStep` counts, `commit` gives back and clears, and
 * `listCounters` shows the counter.
 */
export const counterModel: Model<AttemptCounter> = {
  initial: NO_ATTEMPTS,
  after(counter, call) {
    switch (call.verb) {
      case 'beginStep':
        return counted(counter, stepOf(call));
      case 'commit':
        return afterCommit(counter, changeOf(call));
      default:
        return { state: counter, heard: shown(counter) };
    }
  },
  heard(call, answer) {
    switch (call.verb) {
      case 'beginStep':
        return (answer as StepLoaded).attempt;
      case 'commit':
        return inWords(answer as CommitResult);
      default:
        return shown((answer as readonly CounterView[])[0]?.counter ?? NO_ATTEMPTS);
    }
  },
  nameOf: ({ recent, total, first, lockedUntil, open }) => `${recent} ${total} ${first} ${lockedUntil} ${open}`,
};

function counted(
  counter: AttemptCounter,
  { attempt, now }: BeginStep,
): { state: AttemptCounter; heard: AttemptAnswer } {
  if (attempt === undefined) return { state: counter, heard: { outcome: 'not-counted' } };
  const reserved = reserveAttempt(counter, attempt.limits, now);
  if (!reserved.admitted) {
    return {
      state: counter,
      heard: reserved.waits ? { outcome: 'waits' } : { outcome: 'locked', until: reserved.until },
    };
  }
  const { authenticator, subjectIfUnknown: subject = '' } = attempt;
  const ref = { subject, authenticator, reservation: reserved.reservation };
  return { state: reserved.counter, heard: { outcome: 'counted', ref } };
}

function afterCommit(
  counter: AttemptCounter,
  { giveBack, judged, clearCounters, now }: Commit,
): { state: AttemptCounter; heard: string } {
  const returned = giveBack === undefined ? counter : giveBackAttempt(counter, giveBack.reservation);
  const failed =
    judged === undefined
      ? { counter: returned, locks: false }
      : judgeAttempt(returned, judged.attempt.reservation, judged, now);
  return {
    state: withoutEmptyWindow(clearCounters === undefined ? failed.counter : cleared(failed.counter, clearCounters.by)),
    heard: inWords({ outcome: 'committed', ...(failed.locks && { locked: true }) }),
  };
}

function inWords({ outcome, locked }: CommitResult): string {
  return `${outcome}${locked ? ', locked' : ''}`;
}

function cleared(counter: AttemptCounter, by: NonNullable<Commit['clearCounters']>['by']): AttemptCounter {
  return by === 'stranger' || by === 'known-device' ? clearAttempts(counter, by) : NO_ATTEMPTS;
}

/** The start of an empty window has no meaning. */
function withoutEmptyWindow(counter: AttemptCounter): AttemptCounter {
  return counter.recent > 0 ? counter : { ...counter, first: instant(0) };
}

function shown(counter: AttemptCounter): AttemptCounter {
  return isEmptyCounter(counter) ? NO_ATTEMPTS : withoutEmptyWindow(counter);
}

function stepOf({ asked }: Call): BeginStep {
  return asked[0] as BeginStep;
}

function changeOf({ asked }: Call): Commit {
  return asked[0] as Commit;
}
