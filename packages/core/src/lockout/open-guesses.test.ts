import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import { milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { at, guesses, limits, reserved } from './lockout.test-support.ts';
import {
  type AttemptCounter,
  giveBackAttempt,
  judgeAttempt,
  lockedUntil,
  NO_ATTEMPTS,
  reservationOf,
  reserveAttempt,
} from './lockout.ts';

describe('X4 a guess is open until it is judged', () => {
  /** A counter with this number of open guesses of minute 0. */
  function open(times: number, of = limits()): AttemptCounter {
    let counter = NO_ATTEMPTS;
    for (let guess = 0; guess < times; guess++) {
      const attempt = reserveAttempt(counter, of, at(0));
      if (!attempt.admitted) throw new Error('was refused');
      counter = attempt.counter;
    }
    return counter;
  }
  const MINUTE_0 = reservationOf(at(0), limits(), at(0));
  const judge = (counter: AttemptCounter, minute = 0) => judgeAttempt(counter, MINUTE_0, limits(), at(minute));

  it('a budget that is full of open guesses makes the next one wait, and is not locked', () => {
    const full = open(3);
    expect(full).toMatchObject({ recent: 3, open: [at(0.5), at(0.5), at(0.5)] });
    expect(reserveAttempt(full, limits(), at(0))).toEqual({ admitted: false, waits: true });
    expect(lockedUntil(full, limits(), at(0))).toBeUndefined();
  });

  it('failures lock when the last of them is judged, and it alone says so', () => {
    const first = judge(open(3));
    const second = judge(first.counter);
    const third = judge(second.counter);
    expect([first, second, third].map(({ locks }) => locks)).toEqual([false, false, true]);
    expect(reserveAttempt(second.counter, limits(), at(0))).toEqual({ admitted: false, waits: true });
    expect(reserveAttempt(third.counter, limits(), at(0))).toEqual({ admitted: false, waits: false, until: at(15) });
    expect(third.counter).toEqual({ ...NO_ATTEMPTS, recent: 3, total: 3, first: at(0), lockedUntil: at(15) });
    expect(judge(third.counter)).toEqual({ counter: third.counter, locks: false });
  });

  it('a failure that is judged after the lock has ended locks nothing, at its last instant too', () => {
    const last = judge(judge(open(3)).counter).counter;
    expect(judgeAttempt(last, MINUTE_0, limits(), instant(at(15) - 1)).locks).toBe(true);
    expect(judge(last, 15).locks).toBe(false);
  });

  it('a guess below the limit locks nothing when it is judged', () => {
    expect(judge(open(1)).locks).toBe(false);
    expect(judge(judge(open(2)).counter).locks).toBe(false);
  });

  it('one that proves right makes room for one that waits', () => {
    const given = giveBackAttempt(open(3), MINUTE_0);
    expect(given).toMatchObject({ recent: 2, open: [at(0.5), at(0.5)], lockedUntil: 0 });
    expect(reserveAttempt(given, limits(), at(0)).admitted).toBe(true);
    expect(giveBackAttempt(open(1), MINUTE_0)).toEqual({ ...NO_ATTEMPTS, first: at(0) });
  });

  it('one that nobody judges in time is a failure: its process died', () => {
    const full = open(3);
    expect(reserveAttempt(full, limits(), instant(at(0.5) - 1))).toEqual({ admitted: false, waits: true });
    expect(reserveAttempt(full, limits(), at(0.5))).toEqual({ admitted: false, waits: false, until: at(15) });
    expect(lockedUntil(full, limits(), at(0.5))).toBe(at(15));
    const next = reserved(open(2), 0.5);
    expect(next.counter).toMatchObject({ recent: 3, open: [at(1)] });
  });

  it('one that is judged or given back late leaves newer guesses open: the counter has stopped to count it as open', () => {
    const late = reserved(guesses([0]).counter, 0);
    const newer = reserved(late.counter, 0.5);
    expect(newer.counter).toMatchObject({ recent: 3, open: [at(1)] });
    expect(judgeAttempt(newer.counter, late.reservation, limits(), at(0.6))).toEqual({
      counter: newer.counter,
      locks: false,
    });
    expect(giveBackAttempt(newer.counter, late.reservation)).toMatchObject({ recent: 2, open: [at(1)] });
    expect(judgeAttempt(newer.counter, newer.reservation, limits(), at(0.6)).locks).toBe(true);
    // Late, and no guess began after the end of its time: the counter still counts it as open.
    expect(judgeAttempt(reserved(guesses([0, 0]).counter, 0).counter, late.reservation, limits(), at(0.6)).locks).toBe(
      true,
    );
    expect(reserved(late.counter, 0.4).counter).toMatchObject({ open: [at(0.5), at(0.9)] });
    expect(judgeAttempt(reserved(late.counter, 0.4).counter, late.reservation, limits(), at(0.6)).counter.open).toEqual(
      [at(0.9)],
    );
  });

  it('one of an earlier clock than the open guesses is closed as they are', () => {
    const fast = reserved(guesses([0.5]).counter, 0.5);
    const slow = reserved(fast.counter, 0);
    expect(slow.counter).toMatchObject({ recent: 3, open: [at(1), at(0.5)] });
    const first = judgeAttempt(slow.counter, slow.reservation, limits(), at(0.5));
    expect(first).toMatchObject({ counter: { open: [at(1)] }, locks: false });
    expect(judgeAttempt(first.counter, fast.reservation, limits(), at(0.5))).toMatchObject({
      ...{ counter: { open: [] }, locks: true },
    });
    expect(giveBackAttempt(slow.counter, slow.reservation)).toMatchObject({ recent: 2, open: [at(1)] });
  });

  it('one whose time is over keeps nobody waiting, though newer guesses were open beside it', () => {
    const died = reserved(guesses([0]).counter, 0);
    const newer = reserved(died.counter, 0.4);
    expect(reserveAttempt(newer.counter, limits(), at(0.5))).toEqual({ admitted: false, waits: true });
    const judged = judgeAttempt(newer.counter, newer.reservation, limits(), at(0.5));
    expect(judged).toMatchObject({ counter: { recent: 3, open: [] }, locks: true });
    expect(reserveAttempt(judged.counter, limits(), at(0.5))).toMatchObject({ admitted: false, waits: false });
  });

  it('of those that are judged after their time, one alone says that it locks', () => {
    const first = judge(open(3), 0.6);
    const second = judge(first.counter, 0.6);
    expect([first.locks, second.locks, judge(second.counter, 0.6).locks]).toEqual([true, false, false]);
  });

  it('stays open for its whole time beside a guess of an earlier clock', () => {
    const both = reserved(reserved(NO_ATTEMPTS, 0.5).counter, 0).counter;
    expect(both).toMatchObject({ open: [at(1), at(0.5)] });
    expect(reserveAttempt(reserved(both, 0.5).counter, limits(), at(0.75))).toEqual({ admitted: false, waits: true });
  });

  it('at the hard limit as in a window', () => {
    const of = limits({ maxFailures: 10, hardLimit: 3 });
    const full = open(3, of);
    expect(full.lockedUntil).toBe(0);
    expect(reserveAttempt(full, of, at(0))).toEqual({ admitted: false, waits: true });
    const second = judgeAttempt(judgeAttempt(full, MINUTE_0, of, at(0)).counter, MINUTE_0, of, at(0));
    const third = judgeAttempt(second.counter, MINUTE_0, of, at(0));
    expect([second.locks, third.locks]).toEqual([false, true]);
    expect(reserveAttempt(third.counter, of, at(0))).toMatchObject({ admitted: false, waits: false });
  });

  it('what counts at once is never open', () => {
    const mails = limits({ judgedWithin: milliseconds(0) });
    expect(open(3, mails)).toMatchObject({ open: [] });
    expect(reserveAttempt(open(3, mails), mails, at(0))).toMatchObject({ waits: false, until: at(15) });
  });

  it('a policy judges within half a minute', () => {
    expect(definePolicy({}).lockout.judgedWithin).toBe(30_000);
  });
});
