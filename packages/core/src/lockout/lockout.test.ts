import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { at, guesses, limits, MINUTE, reserved } from './lockout.test-support.ts';
import {
  clearAttempts,
  giveBackAttempt,
  judgeAttempt,
  lockedUntil,
  NO_ATTEMPTS,
  type Reservation,
  reservationOf,
  reserveAttempt,
} from './lockout.ts';

describe('P16 X4 guesses are counted before they are judged', () => {
  it('N means N: the guess that fills the window is admitted, and locks once it is judged', () => {
    const { counter, seen } = guesses([0, 0, 0, 0, 1, 14.9]);
    expect(seen).toBe('xxx---');
    expect(counter).toEqual({ ...NO_ATTEMPTS, recent: 3, total: 3, first: at(0), lockedUntil: at(15) });
  });

  it('the lock ends by itself, at its last instant, with a new window', () => {
    const { counter, seen } = guesses([0, 1, 2, 16.99, 17]);
    expect(seen).toBe('xxx-x');
    expect(counter).toEqual({ ...NO_ATTEMPTS, recent: 1, total: 4, first: at(17) });
  });

  it('a lock that has ended begins a new window, though the old one would still run', () => {
    const brief = limits({ lockLengths: [milliseconds(MINUTE)] });
    expect(guesses([0, 0, 0, 1, 1, 1, 1, 2], NO_ATTEMPTS, brief).seen).toBe('xxxxxx-x');
  });

  it('a window that has passed begins anew, from the guess that comes then', () => {
    expect(guesses([0, 14, 15, 16, 29]).counter).toEqual({
      ...NO_ATTEMPTS,
      recent: 3,
      total: 5,
      first: at(15),
      lockedUntil: at(29 + 15),
    });
    expect(guesses([0, 14, 14.99]).counter.lockedUntil).toBe(at(29.99));
  });

  it('a refused guess tells until when, and changes nothing: it neither extends the lock nor spends what comes after', () => {
    const { counter } = guesses([0, 0, 0]);
    expect(reserveAttempt(counter, limits(), at(10))).toEqual({ admitted: false, waits: false, until: at(15) });
    expect(guesses([5, 10, 15, 15, 15, 15], counter).seen).toBe('--xxx-');
  });

  it('each lock since the last grant is longer than the one before, up to the longest', () => {
    let { counter } = guesses([0, 0, 0], NO_ATTEMPTS, limits({ hardLimit: 100 }));
    const lengths = [counter.lockedUntil - at(0)];
    for (let lock = 0; lock < 4; lock++) {
      const begins = (counter.lockedUntil - at(0)) / MINUTE;
      counter = guesses([begins, begins, begins], counter, limits({ hardLimit: 100 })).counter;
      lengths.push(counter.lockedUntil - at(begins));
    }
    expect(lengths.map((length) => length / MINUTE)).toEqual([15, 30, 60, 60, 60]);
  });

  it('a first lock is as long as the first, though guesses came before it in windows that ran out', () => {
    expect(guesses([0, 20, 20, 20]).counter.lockedUntil).toBe(at(35));
    expect(guesses([0, 1, 20, 20, 20]).counter.lockedUntil).toBe(at(35));
  });

  it('X5 so many failures since the last grant close it, whatever windows they came in', () => {
    const slowly = Array.from({ length: 12 }, (_, place) => place * 20);
    const { counter, seen } = guesses(slowly);
    expect(seen).toBe('xxxxxxxxx---');
    expect(reserveAttempt(counter, limits(), at(100_000))).toEqual({
      ...{ admitted: false, waits: false, until: at(100_060) },
    });
    expect(lockedUntil(counter, limits(), at(100_000))).toBe(at(100_060));
  });

  it('locked is told until the lock ends, and no longer', () => {
    const { counter } = guesses([0, 0, 0]);
    expect(lockedUntil(counter, limits(), at(14.99))).toBe(at(15));
    expect(lockedUntil(counter, limits(), at(15))).toBeUndefined();
    expect(lockedUntil(NO_ATTEMPTS, limits(), at(0))).toBeUndefined();
  });
});

describe('a proof gives back its own reservation', () => {
  it('and the lock it may have set, and forgives no other guess', () => {
    const two = guesses([0, 1]).counter;
    const third = reserved(two, 2);
    expect(third.counter.lockedUntil).toBe(at(17));
    expect(giveBackAttempt(third.counter, third.reservation)).toEqual({
      ...NO_ATTEMPTS,
      recent: 2,
      total: 2,
      first: at(0),
    });
  });

  it('only from the total, where its window is over', () => {
    const early = reserved(NO_ATTEMPTS, 0);
    const later = guesses([20, 20, 20], early.counter).counter;
    expect(giveBackAttempt(later, early.reservation)).toEqual({ ...later, total: 3 });
  });

  it('so that an owner who was right just after a lock is not locked again, nor by right codes all at once', () => {
    const locked = guesses([0, 0, 0]).counter;
    const right = reserved(locked, 15);
    expect(guesses([15, 15, 15], giveBackAttempt(right.counter, right.reservation)).seen).toBe('xxx');
    let counter = NO_ATTEMPTS;
    const reservations: Reservation[] = [];
    for (let times = 0; times < 3; times++) {
      const attempt = reserved(counter, 0);
      counter = attempt.counter;
      reservations.push(attempt.reservation);
    }
    expect(reservations.reduce(giveBackAttempt, counter)).toMatchObject({ recent: 0, total: 0, lockedUntil: 0 });
  });

  it('and the window that it began: the next guess begins its own', () => {
    const only = reserved(NO_ATTEMPTS, 0);
    expect(guesses([14, 16, 16, 16], giveBackAttempt(only.counter, only.reservation)).seen).toBe('xxx-');
  });

  it('and never below nothing', () => {
    expect(giveBackAttempt(NO_ATTEMPTS, reservationOf(instant(0), limits(), at(0)))).toEqual(NO_ATTEMPTS);
  });
});

describe('X5 a grant clears', () => {
  it('everything for a stranger; for a known device the total alone: its success lets no guesser off', () => {
    const { counter } = guesses([0, 0, 0]);
    expect(clearAttempts(counter, 'stranger')).toEqual(NO_ATTEMPTS);
    expect(clearAttempts(counter, 'known-device')).toEqual({ ...counter, total: 0 });
  });
});

describe('whatever comes, in whatever order', () => {
  const anyLimits = fc
    .record({ maxFailures: fc.integer({ min: 1, max: 5 }), hardLimit: fc.integer({ min: 5, max: 12 }) })
    .map((some) => limits(some));
  const moves = fc.array(
    fc.record({ wait: fc.constantFrom(0, 0, 0, 1, 7, 15, 16, 31), right: fc.boolean(), judgedAfter: fc.nat(3) }),
    { maxLength: 60 },
  );

  it('X4 exactly N guesses of a burst are admitted, and none before the lock ends', () => {
    fc.assert(
      fc.property(anyLimits, fc.integer({ min: 1, max: 40 }), (of, burst) => {
        const { seen, counter } = guesses(new Array<number>(burst).fill(0), NO_ATTEMPTS, of);
        expect(seen).toBe('x'.repeat(Math.min(burst, of.maxFailures)).padEnd(burst, '-'));
        if (burst >= of.maxFailures) expect(guesses([14.9], counter, of).seen).toBe('-');
      }),
    );
  });

  it('X4 wrong guesses never exceed N in a window between locks, nor the hard limit; right ones cost nothing', () => {
    fc.assert(
      fc.property(anyLimits, moves, (of, list) => {
        let minute = 0;
        let counter = NO_ATTEMPTS;
        const wrong: Instant[] = [];
        let pending: { readonly reservation: Reservation; readonly due: number }[] = [];
        list.forEach(({ wait, right, judgedAfter }, place) => {
          minute += wait;
          for (const { reservation } of pending.filter(({ due }) => due <= place))
            counter = giveBackAttempt(counter, reservation);
          pending = pending.filter(({ due }) => due > place);
          const attempt = reserveAttempt(counter, of, at(minute));
          if (!attempt.admitted) {
            expect(wrong.length + pending.length).toBeGreaterThan(0);
            return;
          }
          counter = attempt.counter;
          if (right) pending.push({ reservation: attempt.reservation, due: place + judgedAfter });
          else {
            wrong.push(at(minute));
            if (judgedAfter > 0) counter = judgeAttempt(counter, attempt.reservation, of, at(minute)).counter;
          }
          expect(wrong.length).toBeLessThanOrEqual(of.hardLimit);
          const inWindow = wrong.filter((guess) => guess >= counter.first && guess < counter.first + of.window);
          expect(inWindow.length).toBeLessThanOrEqual(of.maxFailures);
          expect(counter.total).toBe(wrong.length + pending.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('a reservation that is given back at once leaves all as it was: what runs goes on, what was over stays over', () => {
    const waits = fc.array(fc.constantFrom(0, 1, 5, 10, 15), { maxLength: 20 });
    fc.assert(
      fc.property(anyLimits, waits, (of, list) => {
        let minute = 0;
        const { counter } = guesses(
          list.map((wait) => {
            minute += wait;
            return minute;
          }),
          NO_ATTEMPTS,
          of,
        );
        const attempt = reserveAttempt(counter, of, at(minute));
        if (!attempt.admitted) return;
        const runs = counter.lockedUntil === 0 && at(minute) - counter.first < of.window;
        const given = giveBackAttempt(attempt.counter, attempt.reservation);
        if (runs) expect(given).toEqual(counter);
        else expect(given).toEqual({ ...NO_ATTEMPTS, total: counter.total, first: at(minute) });
      }),
      { numRuns: 300 },
    );
  });
});
