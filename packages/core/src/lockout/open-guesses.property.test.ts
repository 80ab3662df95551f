import fc from 'fast-check';
import { expect, it } from 'vitest';
import { milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { limits } from './lockout.test-support.ts';
import {
  type AttemptCounter,
  giveBackAttempt,
  judgeAttempt,
  lockedUntil,
  NO_ATTEMPTS,
  type Reservation,
  reserveAttempt,
} from './lockout.ts';

const JUDGED_WITHIN = 30_000;
const START = 1_700_000_000_000;

/** A guess of this test: when it was counted, by the clock of its request, and how it ends. */
interface Guess {
  readonly reservation: Reservation;
  readonly overAt: Instant;
  readonly isRight: boolean;
}

interface Turn {
  /** Seconds from the last turn. Negative: the request read the clock before the last turn, and asks the store after it. */
  readonly passes: number;
  readonly does: 'guess' | 'judge';
  readonly isRight: boolean;
  /** Chooses among the guesses that are not judged yet. */
  readonly place: number;
}

function turns(earliest: number): fc.Arbitrary<Turn[]> {
  return fc.array(
    fc.record({
      passes: fc.integer({ min: earliest, max: 20 }),
      does: fc.constantFrom('guess', 'judge'),
      isRight: fc.boolean(),
      place: fc.nat(),
    }),
    { maxLength: 60 },
  );
}

const LIMITS = fc
  .record({ maxFailures: fc.integer({ min: 3, max: 6 }), hardLimit: fc.integer({ min: 3, max: 30 }) })
  .map((rest) => limits({ ...rest, judgedWithin: milliseconds(JUDGED_WITHIN) }));

/** A counter with its guesses that nobody has judged, and the clocks of its requests. */
class Guesses {
  counter: AttemptCounter = NO_ATTEMPTS;
  now: Instant = instant(START);
  wrong = 0;
  readonly unjudged: Guess[] = [];
  readonly #of: ReturnType<typeof limits>;

  constructor(of: ReturnType<typeof limits>) {
    this.#of = of;
  }

  take({ passes, does, isRight, place }: Turn): ReturnType<typeof reserveAttempt> | undefined {
    this.now = instant(this.now + passes * 1_000);
    if (does === 'guess') return this.#guess(isRight);
    this.#judge(place);
    return undefined;
  }

  /** Whether a guess that is not judged has time left. */
  isAnyOpen(): boolean {
    return this.unjudged.some(({ overAt }) => overAt > this.now);
  }

  judgeAll(): void {
    while (this.unjudged.length > 0) this.#judge(0);
  }

  #guess(isRight: boolean): ReturnType<typeof reserveAttempt> {
    const attempt = reserveAttempt(this.counter, this.#of, this.now);
    if (!attempt.admitted) return attempt;
    this.counter = attempt.counter;
    const overAt = instant(this.now + JUDGED_WITHIN);
    this.unjudged.push({ reservation: attempt.reservation, overAt, isRight });
    return attempt;
  }

  #judge(place: number): void {
    const [guess] = this.unjudged.splice(place % Math.max(1, this.unjudged.length), 1);
    if (guess === undefined) return;
    if (guess.isRight) this.counter = giveBackAttempt(this.counter, guess.reservation);
    else {
      this.wrong += 1;
      this.counter = judgeAttempt(this.counter, guess.reservation, this.#of, this.now).counter;
    }
  }
}

it('X4 nobody waits unless a guess is open, however the clocks of the requests differ, and however late a guess is judged', () => {
  fc.assert(
    fc.property(LIMITS, turns(-40), (of, list) => {
      const guesses = new Guesses(of);
      for (const turn of list) {
        const answer = guesses.take(turn);
        if (answer?.admitted === false && answer.waits) expect(guesses.isAnyOpen()).toBe(true);
        if (!guesses.isAnyOpen() && guesses.wrong >= of.hardLimit)
          expect(lockedUntil(guesses.counter, of, guesses.now)).toBeGreaterThan(guesses.now);
      }
      guesses.judgeAll();
      const answer = reserveAttempt(guesses.counter, of, guesses.now);
      expect(answer.admitted || !answer.waits).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

it('X4 N means N, and nobody is locked out while a guess is open, however late a guess is judged', () => {
  fc.assert(
    fc.property(LIMITS, turns(0), (of, list) => {
      const guesses = new Guesses(of);
      for (const turn of list) {
        const wereOpen = guesses.isAnyOpen();
        const answer = guesses.take(turn);
        if (answer?.admitted === false && !answer.waits) expect(wereOpen && guesses.isAnyOpen()).toBe(false);
        expect(guesses.counter.total).toBeLessThanOrEqual(of.hardLimit);
        expect(guesses.counter.recent).toBeLessThanOrEqual(of.maxFailures);
        expect(guesses.counter.total).toBe(guesses.wrong + guesses.unjudged.length);
      }
    }),
    { numRuns: 3_000 },
  );
});
