import type { SessionRecord } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect } from 'vitest';
import { atEveryPoint, type Trial } from './at-every-point.ts';
import { type Audit, audited } from './audit.test-support.ts';
import type { FaultKind, FaultyStore } from './faulty-store.ts';
import { outcomeOf, type Policy, type World, worldOn } from './journeys.test-support.ts';

/** The methods that the engine calls by itself, at any time. */
const BACKGROUND = ['eventsToNotify', 'markNotified', 'sweep'] as const;

/** A person's actions while the store has a fault. */
export interface Journey<Ready> {
  readonly policy?: Policy;
  ready(world: World): Promise<Ready>;
  act(world: World, ready: Ready): Promise<unknown>;
  /** The methods in the evidence of every new session. If absent, no session may be opened. */
  readonly methods?: readonly string[];
  /** Asserts the state after the fault, for every outcome of `act`. */
  afterwards?(world: World, ready: Ready): Promise<void>;
  /** Repeats the actions. This time they must succeed. */
  again(world: World, ready: Ready): Promise<void>;
  /** The outcome without a fault. Default: `done`. */
  readonly ends?: string;
  /** The outcome if a fault in the background kept the act from its end. */
  readonly quietly?: string;
}

/** Runs the journey once for every fault at every call. Returns the number of runs. */
export async function inTrouble<Ready>(journey: Journey<Ready>): Promise<number> {
  let audit: Audit = audited(memoryStore());
  const run = async ({ store, fault }: Trial): Promise<void> => {
    const background = { struck: false };
    const world = withBackgroundWork(await worldOn(store, journey.policy ?? {}), store, background);
    const ready = await journey.ready(world);
    await world.auth.runBackgroundWork();
    const before = audit.opened.length;

    store.arm();
    const outcome = await outcomeOf(() => journey.act(world, ready));
    const possible = outcomesOf(journey, store.struck ? fault?.kind : undefined, background.struck);
    await world.auth.runBackgroundWork();
    store.revive();

    expect(possible).toContain(outcome);
    expectGrants(audit.opened.slice(before), journey.methods);
    await journey.afterwards?.(world, ready);

    const later = fault?.kind === 'crashes' ? await world.restarted() : world;
    await journey.again(later, ready);
    await later.auth.runBackgroundWork();
    expect(await audit.problems()).toEqual([]);
    await Promise.all([world.close(), later.close()]);
  };
  const create = () => {
    audit = audited(memoryStore());
    return audit.store;
  };
  return (await atEveryPoint(run, { create, spared: BACKGROUND })).length;
}

/** The same world, which notes whether the fault happens in the background work for which a test waits. */
function withBackgroundWork(world: World, store: FaultyStore, background: { struck: boolean }): World {
  const runBackgroundWork = async (): Promise<void> => {
    const wasStruck = store.struck;
    await world.auth.runBackgroundWork();
    if (!wasStruck && store.struck) background.struck = true;
  };
  return Object.create(world, { auth: { value: { ...world.auth, runBackgroundWork } } });
}

/** The possible outcomes of an act, by the fault before its end. A fault in the background fails no request, unless the store is gone. */
function outcomesOf<Ready>(
  { ends = 'done', quietly = 'unavailable' }: Journey<Ready>,
  kind: FaultKind | undefined,
  isInBackground: boolean,
): readonly string[] {
  if (kind === undefined || kind === 'delays') return [ends];
  return isInBackground && kind !== 'crashes' ? [ends, quietly] : ['unavailable', quietly];
}

function expectGrants(granted: readonly SessionRecord[], methods: readonly string[] | undefined): void {
  expect(granted.length).toBeLessThanOrEqual(methods === undefined ? 0 : 1);
  for (const { evidence } of granted) {
    expect(evidence.map(({ method }) => method)).toEqual(expect.arrayContaining([...(methods ?? [])]));
  }
}

/** A person's actions, with a concurrent action of another process. */
export interface Encounter<Ready> extends Pick<Journey<Ready>, 'ready' | 'act'> {
  meanwhile(other: World, ready: Ready): Promise<void>;
  /** Asserts the state afterwards, for every outcome of the act. */
  afterwards(
    world: World,
    ready: Ready,
    ended: { readonly outcome: string; readonly granted: readonly SessionRecord[] },
  ): Promise<void>;
}

/** Runs the concurrent action before each call of the act in turn, each time on a fresh store. Returns the number of runs. */
export async function betweenAnyTwoCalls<Ready>({
  ready,
  act,
  meanwhile,
  afterwards,
}: Encounter<Ready>): Promise<number> {
  let audit: Audit = audited(memoryStore());
  let meeting: (() => Promise<void>) | undefined;
  const run = async ({ store, fault }: Trial): Promise<void> => {
    const world = await worldOn(store, {});
    const made = await ready(world);
    await world.auth.runBackgroundWork();
    const before = audit.opened.length;
    meeting = async () => {
      const other = await worldOn(audit.store, {});
      await meanwhile(other, made);
      await other.close();
    };
    store.arm();
    const outcome = await outcomeOf(() => act(world, made));
    store.revive();
    if (fault !== undefined) await afterwards(world, made, { outcome, granted: audit.opened.slice(before) });
    expect(await audit.problems()).toEqual([]);
    await world.close();
  };
  const create = () => {
    audit = audited(memoryStore());
    return audit.store;
  };
  const points = await atEveryPoint(run, {
    create,
    kinds: ['delays'],
    spared: BACKGROUND,
    meanwhile: async () => meeting?.(),
  });
  return points.length;
}
