import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { brokenActors } from './broken/actors.test-support.ts';
import { brokenChecks } from './broken/checks-together.test-support.ts';
import { brokenCommits } from './broken/commits.test-support.ts';
import { brokenCounters } from './broken/counters.test-support.ts';
import { brokenDevices } from './broken/devices.test-support.ts';
import { brokenEventStreams } from './broken/event-stream.test-support.ts';
import { brokenEvents } from './broken/events.test-support.ts';
import { brokenExpiry } from './broken/expiry.test-support.ts';
import { absent, passingOn, severable, throwing } from './broken/faults.test-support.ts';
import { brokenGuards } from './broken/guards.test-support.ts';
import { brokenHistories } from './broken/histories.test-support.ts';
import { brokenKeys } from './broken/keys.test-support.ts';
import { brokenListings } from './broken/listings.test-support.ts';
import { brokenLogBatches } from './broken/log-batches.test-support.ts';
import { brokenMemberships } from './broken/memberships.test-support.ts';
import { brokenOpenCounters } from './broken/open-counters.test-support.ts';
import { brokenOrganisations } from './broken/organisations.test-support.ts';
import { countingOutside } from './broken/outside-counters.test-support.ts';
import { partialCommits } from './broken/partial.test-support.ts';
import { brokenPasskeys } from './broken/passkeys.test-support.ts';
import { brokenPeople } from './broken/people.test-support.ts';
import { readingThenWriting } from './broken/read-then-write.test-support.ts';
import { brokenReads } from './broken/reads.test-support.ts';
import { brokenRemovals } from './broken/removed-tenants.test-support.ts';
import { brokenReuses } from './broken/reuses.test-support.ts';
import { brokenRotations } from './broken/rotations.test-support.ts';
import { brokenSamlRequests } from './broken/saml-requests.test-support.ts';
import { asItIs, misreadings, plantable, type Reading } from './broken/schemas.test-support.ts';
import { brokenSessions } from './broken/sessions.test-support.ts';
import { brokenSweeps } from './broken/sweeps.test-support.ts';
import { textsUncheckedInLists } from './broken/texts-in-lists.test-support.ts';
import { brokenUnknownFailures } from './broken/unknown-failures.test-support.ts';
import { brokenVaults } from './broken/vaults.test-support.ts';
import { type ConformanceOptions, storeConformance } from './conformance.ts';
import type { PlantableStore, SeverableStore } from './store-under-test.ts';

interface Verdict {
  readonly tried: readonly string[];
  readonly broken: readonly string[];
}

/** By promise: a function that returns whether the store keeps the promise. Each promise is tried at most once, on demand. */
type Trials = ReadonlyMap<string, () => Promise<boolean>>;

/** Runs the kit in a test runner that only collects the tests. */
function trialsOn(options: Omit<ConformanceOptions, 'describe' | 'it'>): Trials {
  const trials = new Map<string, () => Promise<boolean>>();
  storeConformance({
    rounds: 10,
    streamLag: 50,
    ...options,
    describe: (_, body) => body(),
    it: (name, prove) => {
      expect(trials.has(name), name).toBe(false);
      let isKept: Promise<boolean> | undefined;
      trials.set(name, () => {
        isKept ??= prove().then(
          () => true,
          () => false,
        );
        return isKept;
      });
    },
  });
  return trials;
}

/** Tries every promise. Returns the names of all promises, and of the broken promises. */
async function verdictOn(options: Omit<ConformanceOptions, 'describe' | 'it'>): Promise<Verdict> {
  const trials = trialsOn(options);
  const broken = await Promise.all([...trials].map(async ([name, isKept]) => ((await isKept()) ? [] : [name])));
  return { tried: [...trials.keys()], broken: broken.flat() };
}

function storesOver(change: (sound: Store) => Store): Omit<ConformanceOptions, 'describe' | 'it'> {
  return { create: async () => ({ store: change(memoryStore()), close: async () => {} }) };
}

function over(change: (sound: Store) => Store): Promise<Verdict> {
  return verdictOn(storesOver(change));
}

/** The names of all promises, sorted by the number of store calls that a trial takes. */
async function cheapestFirst(): Promise<readonly string[]> {
  let calls = 0;
  const counting = (sound: Store): Store =>
    new Proxy(sound, {
      get: (target, verb) => {
        calls += 1;
        return Reflect.get(target, verb);
      },
    });
  const costs = new Map<string, number>();
  for (const [name, isKept] of trialsOn(storesOver(counting))) {
    const before = calls;
    await isKept();
    costs.set(name, calls - before);
  }
  return [...costs].sort(([, one], [, other]) => one - other).map(([name]) => name);
}

/** Whether a store keeps more than half of these promises. Stops as soon as the result is certain. */
async function keepsMost(trials: Trials, names: readonly string[]): Promise<boolean> {
  let kept = 0;
  for (const name of names) {
    if (await trials.get(name)?.()) kept += 1;
    if (kept > names.length / 2) return true;
  }
  return false;
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
  ...brokenOpenCounters,
  ...brokenGuards,
  ...partialCommits,
  ...brokenKeys,
  ...brokenPasskeys,
  ...brokenCommits,
  ...brokenSessions,
  ...brokenChecks,
  ...brokenRotations,
  ...brokenActors,
  ...brokenDevices,
  ...brokenExpiry,
  ...brokenListings,
  ...brokenHistories,
  ...brokenPeople,
  ...textsUncheckedInLists,
  ...brokenEvents,
  ...brokenLogBatches,
  ...brokenEventStreams,
  ...brokenUnknownFailures,
  ...brokenVaults,
  ...brokenSamlRequests,
  ...brokenReads,
  ...brokenSweeps,
  ...brokenReuses,
  ...brokenOrganisations,
  ...brokenMemberships,
  ...brokenRemovals,
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
    const broken = Object.entries(brokenStores).map(([what, { caughtBy, over: change }]) => {
      return { what, caughtBy, trials: trialsOn(storesOver(change)) };
    });

    for (const { what, caughtBy, trials } of broken) {
      // A promise with random programs of several clients misses a race in a few trials of a hundred.
      it(what, { retry: 2 }, async () => {
        expect(await trials.get(caughtBy)?.()).toBe(false);
      });
    }

    for (const [what, { breaks, promises, reading: misreading }] of Object.entries(misreadings)) {
      it(what, async () => {
        const { tried, broken } = await reading(misreading);
        expect(broken).toEqual(tried.filter((name) => breaks.test(name)));
        expect(broken).toHaveLength(promises);
      });
    }

    it('takes a fault for an absence', async () => {
      const { tried, broken } = await behind(absent);
      expect(broken).toEqual(tried.filter((name) => name.endsWith('where the server is gone')));
      expect(broken.length).toBe(41);
    });

    it('passes on the faults of its driver', async () => {
      expect((await behind(passingOn)).broken.length).toBe(41);
    });

    it('breaks any one promise: each is broken by a store that keeps most of the others', async () => {
      const promises = await cheapestFirst();
      const likely = broken.map((store) => ({ ...store, breaks: 0 }));
      const breaker = async (promise: string) => {
        // Tries first the store that has broken the most promises, and then the store whose `caughtBy` names this promise.
        const known = (caughtBy: string): number => Number(caughtBy === promise);
        likely.sort((one, other) => other.breaks - one.breaks || known(other.caughtBy) - known(one.caughtBy));
        for (const store of likely) {
          if ((await store.trials.get(promise)?.()) === false && (await keepsMost(store.trials, promises)))
            return store;
        }
        return undefined;
      };
      const unbroken: string[] = [];
      for (const promise of promises) {
        const store = await breaker(promise);
        if (store === undefined) unbroken.push(promise);
        else store.breaks += 1;
      }
      expect(unbroken).toEqual([]);
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
