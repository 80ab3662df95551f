import type { Commit, CommitResult, Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import type { BrokenStores } from '../broken/broken-store.test-support.ts';
import { brokenChecks } from '../broken/checks-together.test-support.ts';
import { brokenCounters } from '../broken/counters.test-support.ts';
import { brokenGuards } from '../broken/guards.test-support.ts';
import { readingThenWriting } from '../broken/read-then-write.test-support.ts';
import { faultyStore } from '../faults/faulty-store.ts';
import { checked, consumed, guessedAt, used } from '../promises/linearizable.ts';
import { later, MINUTE, NOW, tenantId } from '../sample-records.ts';
import { type Scene, tryWrite } from '../scene.ts';
import { isLinearizable, type Model } from './is-linearizable.ts';
import { type Call, recordHistory } from './record-history.ts';
import { singleUseModel } from './single-use-model.ts';
import { withoutContended } from './without-contended.ts';

/** A register: `commit` writes a number, `readPolicy` reads it. */
const register: Model<number> = {
  initial: 0,
  after: (value, { verb, asked }) =>
    verb === 'commit' ? { state: Number(asked[0]), heard: 'ok' } : { state: value, heard: value },
  heard: (_, answer) => answer,
  nameOf: String,
};
const wrote = (value: number, from: number, until: number): Call => ({
  verb: 'commit',
  asked: [value],
  from,
  until,
  answer: { value: 'ok' },
});
const read = (value: number, from: number, until: number): Call => ({
  verb: 'readPolicy',
  asked: [],
  from,
  until,
  answer: { value },
});
const unanswered = (value: number, from: number): Call => ({
  verb: 'commit',
  asked: [value],
  from,
  until: Number.POSITIVE_INFINITY,
});

describe('a history of a register', () => {
  const cases: Readonly<Record<string, readonly [boolean, ...Call[]]>> = {
    'may be empty': [true],
    'shows what was written': [true, wrote(1, 0, 1), read(1, 2, 3)],
    'does not show what was written before': [false, wrote(1, 0, 1), wrote(2, 2, 3), read(1, 4, 5)],
    'shows either of two at once': [true, wrote(1, 0, 3), wrote(2, 1, 2), read(1, 4, 5)],
    'shows one to all who look afterwards': [false, wrote(1, 0, 3), wrote(2, 1, 2), read(1, 4, 5), read(2, 6, 7)],
    'may show a write that has not ended': [true, wrote(1, 0, 9), read(1, 1, 2), read(1, 3, 4)],
    'never takes it back': [false, wrote(1, 0, 9), read(1, 1, 2), read(0, 3, 4)],
    'shows no write that has not begun': [false, read(1, 0, 1), wrote(1, 2, 3)],
    'may hold a write without an answer': [true, unanswered(1, 0), read(1, 1, 2)],
    'may do without it': [true, unanswered(1, 0), read(0, 1, 2)],
    'may hold it late': [true, unanswered(1, 0), read(0, 1, 2), read(1, 3, 4)],
    'holds it once': [false, unanswered(1, 0), read(1, 1, 2), wrote(2, 3, 4), read(2, 5, 6), read(1, 7, 8)],
  };
  for (const [what, [expected, ...calls]] of Object.entries(cases)) {
    it(what, () => expect(isLinearizable(calls, register)).toBe(expected));
  }
});

const sceneOn = (store: Store): Scene => ({ store, tenant: tenantId('acme'), otherTenant: tenantId('globex') });

it('a store whose reply was lost is a store', async () => {
  const singleUse = { uses: [{ key: 'm', expiresAt: later(MINUTE) }] };
  const { store, history } = recordHistory(faultyStore(memoryStore(), { kind: 'drops-reply', at: 1 }));
  await expect(tryWrite(sceneOn(store), singleUse)).rejects.toThrow();
  expect(await tryWrite(sceneOn(store), singleUse)).toMatchObject({ with: 'used' });
  expect(isLinearizable(history(), singleUseModel)).toBe(true);
  expect(isLinearizable(history().slice(1), singleUseModel)).toBe(false);
});

it('a refusal tells nothing beside the change that was in its way, and has a cause everywhere else', () => {
  const usingOnce = (from: number, until: number, value: CommitResult): Call => {
    const change: Commit = {
      tenant: tenantId('acme'),
      now: NOW,
      guards: {},
      uses: [{ key: 'm', expiresAt: later(MINUTE) }],
      events: [],
    };
    return { verb: 'commit', asked: [change], from, until, answer: { value } };
  };
  const done = { outcome: 'committed' } as const;
  const refused = { outcome: 'conflict', with: 'used' } as const;
  const beside = [usingOnce(0, 3, done), usingOnce(1, 2, refused)];
  expect(withoutContended(beside)).toEqual(beside.slice(0, 1));
  const afterwards = [usingOnce(0, 1, done), usingOnce(2, 3, refused)];
  expect(withoutContended(afterwards)).toEqual(afterwards);
  const before = [usingOnce(0, 1, refused), usingOnce(2, 3, done)];
  expect(isLinearizable(withoutContended(before), singleUseModel)).toBe(false);
});

describe('programs at random, of many clients at once', () => {
  const programs = { guessedAt, used, consumed, checked };
  const seeds = Array.from({ length: 60 }, (_, seed) => 7919 * (seed + 1));

  it('find nothing wrong with a store that keeps every promise', async () => {
    for (const program of Object.values(programs)) {
      for (const seed of seeds) await program(sceneOn(memoryStore()), seed);
    }
  });

  const caught: Readonly<Record<keyof typeof programs, BrokenStores>> = {
    guessedAt: brokenCounters,
    used: readingThenWriting,
    consumed: { ...readingThenWriting, ...brokenGuards },
    checked: brokenChecks,
  };
  const names: readonly [keyof typeof programs, string][] = [
    ['guessedAt', 'reads the counter, then writes it'],
    ['guessedAt', 'loses what is counted while an attempt is given back'],
    ['guessedAt', 'counts what it refuses'],
    ['guessedAt', 'gives back nothing'],
    ['guessedAt', 'admits one too many'],
    ['used', 'looks whether a single-use value was used, then uses it'],
    ['consumed', 'looks at a flow, then consumes it'],
    ['consumed', 'has no guard on the flow'],
    ['checked', 'answers a check by a read that is on its way'],
    ['checked', 'takes the tenant of the first of several checks'],
  ];

  for (const [program, what] of names) {
    it(`catch a store that ${what}`, async () => {
      let found = 0;
      for (const seed of seeds.slice(0, 12)) {
        const store = caught[program][what]?.over(memoryStore()) ?? memoryStore();
        await programs[program](sceneOn(store), seed).catch((violation: unknown) => {
          expect(String(violation)).toContain('no order of these calls explains their answers');
          found += 1;
        });
      }
      expect(found).toBeGreaterThanOrEqual(3);
    });
  }
});
