import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { brokenActors } from './broken/actors.test-support.ts';
import type { BrokenStore } from './broken/broken-store.test-support.ts';
import { brokenCommits } from './broken/commits.test-support.ts';
import { brokenCounters } from './broken/counters.test-support.ts';
import { brokenDevices } from './broken/devices.test-support.ts';
import { brokenEvents } from './broken/events.test-support.ts';
import { brokenExpiry } from './broken/expiry.test-support.ts';
import { absent, passingOn, severable, throwing } from './broken/faults.test-support.ts';
import { brokenGuards } from './broken/guards.test-support.ts';
import { brokenKeys } from './broken/keys.test-support.ts';
import { brokenListings } from './broken/listings.test-support.ts';
import { countingOutside } from './broken/outside-counters.test-support.ts';
import { partialCommits } from './broken/partial.test-support.ts';
import { readingThenWriting } from './broken/read-then-write.test-support.ts';
import { brokenReads } from './broken/reads.test-support.ts';
import { brokenRotations } from './broken/rotations.test-support.ts';
import { asItIs, misreadings, plantable, type Reading } from './broken/schemas.test-support.ts';
import { brokenSessions } from './broken/sessions.test-support.ts';
import { brokenSweeps } from './broken/sweeps.test-support.ts';
import { brokenUnknownFailures } from './broken/unknown-failures.test-support.ts';
import { brokenVaults } from './broken/vaults.test-support.ts';
import { type ConformanceOptions, storeConformance } from './conformance.ts';
import type { PlantableStore, SeverableStore } from './store-under-test.ts';

interface Verdict {
  readonly tried: readonly string[];
  readonly broken: readonly string[];
}

/** Runs the kit in a runner of its own. Answers the names of the promises, and of those that are broken. */
async function verdictOn(options: Omit<ConformanceOptions, 'describe' | 'it'>): Promise<Verdict> {
  const cases = new Map<string, () => Promise<void>>();
  storeConformance({
    rounds: 10,
    ...options,
    describe: (_, body) => body(),
    it: (name, body) => {
      expect(cases.has(name), name).toBe(false);
      cases.set(name, body);
    },
  });
  const broken = await Promise.all(
    [...cases].map(([name, prove]) =>
      prove().then(
        () => [],
        () => [name],
      ),
    ),
  );
  return { tried: [...cases.keys()], broken: broken.flat() };
}

function over(change: (sound: Store) => Store): Promise<Verdict> {
  return verdictOn({ create: async () => ({ store: change(memoryStore()), close: async () => {} }) });
}

function behind(answer: (verb: string) => unknown): Promise<Verdict> {
  const create = async (): Promise<SeverableStore> => severable(memoryStore(), answer);
  return verdictOn({ create, createSeverable: create });
}

function reading(misreading: Reading): Promise<Verdict> {
  const create = async (): Promise<PlantableStore> => plantable(misreading);
  return verdictOn({ create, createPlantable: create });
}

const brokenStores = {
  ...brokenCounters,
  ...brokenGuards,
  ...partialCommits,
  ...brokenKeys,
  ...brokenCommits,
  ...brokenSessions,
  ...brokenRotations,
  ...brokenActors,
  ...brokenDevices,
  ...brokenExpiry,
  ...brokenListings,
  ...brokenEvents,
  ...brokenUnknownFailures,
  ...brokenVaults,
  ...brokenReads,
  ...brokenSweeps,
  ...readingThenWriting,
};

describe('N9 the conformance kit', () => {
  it('passes a store that keeps every promise', async () => {
    expect((await over((sound) => sound)).broken).toEqual([]);
  });

  it('passes the wrappers from which the broken stores are made, where nothing is broken', async () => {
    expect((await over((sound) => countingOutside(sound))).broken).toEqual([]);
    expect((await behind(throwing)).broken).toEqual([]);
    expect((await reading(asItIs)).broken).toEqual([]);
  });

  describe('catches a store that', () => {
    const verdicts = new Map<string, Promise<Verdict>>();
    const verdictOf = (what: string, { over: change }: BrokenStore): Promise<Verdict> => {
      const verdict = verdicts.get(what) ?? over(change);
      verdicts.set(what, verdict);
      return verdict;
    };

    for (const [what, store] of Object.entries(brokenStores)) {
      it(what, async () => {
        expect((await verdictOf(what, store)).broken).toContain(store.caughtBy);
      });
    }

    for (const [what, { breaks, reading: misreading }] of Object.entries(misreadings)) {
      it(what, async () => {
        const { tried, broken } = await reading(misreading);
        expect(broken).toEqual(tried.filter((name) => breaks.test(name)));
        expect(broken.length).toBe(11);
      });
    }

    it('takes a fault for an absence', async () => {
      const { tried, broken } = await behind(absent);
      expect(broken).toEqual(tried.filter((name) => name.endsWith('where the server is gone')));
      expect(broken.length).toBe(18);
    });

    it('passes on the faults of its driver', async () => {
      expect((await behind(passingOn)).broken.length).toBe(18);
    });

    it('breaks any one promise: each is broken by a store that keeps most of the others', async () => {
      const tried = new Set<string>();
      const caught = new Set<string>();
      for (const [what, store] of Object.entries(brokenStores)) {
        const verdict = await verdictOf(what, store);
        for (const name of verdict.tried) tried.add(name);
        if (verdict.broken.length < verdict.tried.length / 2) for (const name of verdict.broken) caught.add(name);
      }
      expect([...tried].filter((name) => !caught.has(name))).toEqual([]);
    }, 120_000);
  });

  it('closes every store it opened, whether it kept its promises or not', async () => {
    let open = 0;
    const create = async () => {
      open += 1;
      return {
        store: memoryStore(),
        close: async () => {
          open -= 1;
        },
      };
    };
    await verdictOn({ create });
    expect(open).toBe(0);
  });
});
