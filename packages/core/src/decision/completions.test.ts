import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileStrengths } from '../strength/compile.ts';
import { type Method, maskOf } from '../strength/method.ts';
import type { Piece } from '../strength/pieces.ts';
import { satisfies } from '../strength/satisfies.ts';
import { completions as found, methodsOfSets } from './completions.ts';
import { runs } from './runs.test-support.ts';

const { strengths, patterns } = compileStrengths(
  {
    pair: {
      anyOf: [
        [{ method: 'passkey' }, { method: 'passkey', userVerified: true }],
        [{ method: 'password' }, { method: 'totp' }, { method: 'backup-code' }],
      ],
    },
  },
  {},
);
const named = (...names: string[]) => strengths.filter(({ name }) => names.includes(name));
/** What is missing, in words. */
const completions = (...asked: Parameters<typeof found>) => {
  const missing = found(...asked);
  const minimal = methodsOfSets(missing).toSorted((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
  return { minimal, useful: missing.useful };
};
/** A piece that matches every pattern of its method. */
const piece = (method: Method, id?: string): Piece => ({
  method,
  matched: patterns.reduce((bits, { pattern, bit }) => (pattern.pattern.method === method ? bits | bit : bits), 0),
  id,
});
const all = [
  piece('password'),
  piece('totp'),
  piece('email-code'),
  piece('backup-code'),
  piece('passkey', 'k1'),
  piece('passkey', 'k2'),
  piece('sso', 'corp'),
];

describe('what is missing from a grant', () => {
  it('is nothing where nothing is missing, and no set where nothing leads there', () => {
    expect(completions(named('baseline'), [piece('password'), piece('totp')], all, true)).toEqual({
      minimal: [[]],
      useful: 0,
    });
    expect(completions(named('enhanced'), [piece('password')], [piece('email-code')], true)).toEqual({
      minimal: [],
      useful: 0,
    });
    expect(completions([{ name: 'unknown', combinations: [], satisfiedBy: [] }], [], all, true)).toEqual({
      minimal: [],
      useful: 0,
    });
  });

  it('is each smallest set that would do, smaller ones first', () => {
    const { minimal, useful } = completions(
      named('enhanced'),
      [],
      [piece('password'), piece('totp'), piece('email-code'), piece('passkey', 'k1')],
      true,
    );
    expect(minimal).toEqual([['passkey'], ['password', 'totp']]);
    expect(useful).toBe(maskOf(['passkey', 'password', 'totp']));
  });

  it('is what several strengths need together', () => {
    const both = completions(
      named('phishing-resistant', 'pair'),
      [piece('password')],
      [piece('totp'), piece('backup-code'), piece('passkey', 'k1')],
      true,
    );
    expect(both.minimal).toEqual([['totp', 'backup-code', 'passkey']]);
  });

  it('never counts one thing twice, shown or to be shown', () => {
    const again: Piece = { ...piece('passkey', 'k1'), again: true };
    expect(completions(named('pair'), [piece('passkey', 'k1')], [again], true).minimal).toEqual([]);
    expect(completions(named('pair'), [piece('passkey', 'k1')], [piece('passkey', 'k2')], true).minimal).toEqual([
      ['passkey'],
    ]);
    const unnamed = [piece('passkey'), piece('passkey')];
    expect(completions(named('pair'), [], unnamed, true).minimal).toEqual([['passkey', 'passkey']]);
  });

  it('is judged by the first thirty things, and never by another in the place of one that is beyond', () => {
    const nothing = (count: number): Piece[] =>
      Array.from({ length: count }, (_, place) => ({ method: 'sso', matched: 0, id: `p${place}` }));
    const totp = { minimal: [['totp']], useful: maskOf(['totp']) };
    const beside = (available: readonly Piece[], ...proved: readonly Piece[]) =>
      completions(named('enhanced'), proved, available, true);
    expect(beside([...nothing(28), piece('totp')], piece('password'))).toEqual(totp);
    expect(beside([...nothing(29), piece('totp')], piece('password'))).toEqual({ minimal: [], useful: 0 });
    expect(beside([...nothing(31), piece('totp')], piece('password'))).toEqual({ minimal: [], useful: 0 });
    expect(beside([], ...nothing(28), piece('password'), piece('totp'))).toEqual({ minimal: [[]], useful: 0 });
    expect(beside([], ...nothing(29), piece('password'), piece('totp'))).toEqual({ minimal: [], useful: 0 });
    const keys = [piece('passkey', 'k1'), piece('passkey', 'k2')];
    const both = completions(named('pair'), [...nothing(10), ...keys, ...nothing(30)], [], true);
    expect(both).toEqual({ minimal: [[]], useful: 0 });
  });

  it('P9 a passkey by itself is nothing where it is no way in', () => {
    expect(completions(named('phishing-resistant'), [], all, false).minimal).toEqual([
      ['passkey', 'sso'],
      ['passkey', 'sso'],
      ['password', 'passkey'],
      ['password', 'passkey'],
    ]);
  });

  it('exactly the smallest of all sets there are', () => {
    fc.assert(
      fc.property(
        fc.subarray(strengths.slice(), { minLength: 1 }),
        fc.subarray(all),
        fc.boolean(),
        (required, proved, passkeyIsWayIn) => {
          const available = all.filter((one) => !proved.includes(one));
          const enough = (set: readonly Piece[]) =>
            required.every((strength) =>
              satisfies(
                strength,
                [...proved, ...set].map(({ matched }) => matched),
                passkeyIsWayIn,
              ),
            );
          const sets = Array.from({ length: 2 ** available.length }, (_, chosen) =>
            available.filter((_one, place) => (chosen & (1 << place)) !== 0),
          ).filter(enough);
          const smallest = sets.filter(
            (set) => !sets.some((other) => other.length < set.length && other.every((one) => set.includes(one))),
          );
          const sorted = (lists: readonly (readonly Method[])[]) => lists.map((list) => list.join()).sort();
          expect(sorted(completions(required, proved, available, passkeyIsWayIn).minimal)).toEqual(
            sorted(smallest.map((set) => set.map(({ method }) => method))),
          );
        },
      ),
      runs(300),
    );
  });
});
