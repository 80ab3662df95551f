import type { SessionRecord } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect } from 'vitest';
import { atEveryPoint, type Trial } from './at-every-point.ts';
import { type Audit, audited } from './audit.test-support.ts';
import { outcomeOf, type Policy, type World, worldOn } from './journeys.test-support.ts';

/** What the engine does on its own, whenever it gets to it. */
const BACKGROUND = ['eventsToTell', 'markTold', 'sweep'] as const;

/** What somebody does while the store is in trouble. */
export interface Journey<Ready> {
  readonly policy?: Policy;
  ready(world: World): Promise<Ready>;
  act(world: World, ready: Ready): Promise<unknown>;
  /** What every session rests on that comes about; absent: none may. */
  readonly methods?: readonly string[];
  /** What holds when the trouble is over, however it ended. */
  afterwards?(world: World, ready: Ready): Promise<void>;
  /** Beginning again, to the end. */
  again(world: World, ready: Ready): Promise<void>;
  /** The word it ends in where all is well. Default: `done`. */
  readonly ends?: string;
  /** The word it ends in where a fault struck in the background, after the answer. */
  readonly quietly?: string;
}

/** Goes on the journey once for every fault at every point. Answers at how many. */
export async function inTrouble<Ready>(journey: Journey<Ready>): Promise<number> {
  let audit: Audit = audited(memoryStore());
  const run = async ({ store, fault }: Trial): Promise<void> => {
    const world = await worldOn(store, journey.policy ?? {});
    const ready = await journey.ready(world);
    await world.auth.tend();
    const before = audit.opened.length;

    store.arm();
    const outcome = await outcomeOf(() => journey.act(world, ready));
    await world.auth.tend();
    store.revive();

    const isHarmless = fault === undefined || fault.kind === 'delays';
    const { ends = 'done', quietly = 'unavailable' } = journey;
    expect(isHarmless ? [ends] : ['unavailable', quietly]).toContain(outcome);
    expectGrants(audit.opened.slice(before), journey.methods);
    await journey.afterwards?.(world, ready);

    const later = fault?.kind === 'crashes' ? await world.restarted() : world;
    await journey.again(later, ready);
    await later.auth.tend();
    expect(await audit.problems()).toEqual([]);
    await Promise.all([world.close(), later.close()]);
  };
  const create = () => {
    audit = audited(memoryStore());
    return audit.store;
  };
  return (await atEveryPoint(run, { create, spared: BACKGROUND })).length;
}

function expectGrants(granted: readonly SessionRecord[], methods: readonly string[] | undefined): void {
  expect(granted.length).toBeLessThanOrEqual(methods === undefined ? 0 : 1);
  for (const { evidence } of granted) {
    expect(evidence.map(({ method }) => method)).toEqual(expect.arrayContaining([...(methods ?? [])]));
  }
}

/** What somebody does while somebody else, in another process, does something that bears on it. */
export interface Encounter<Ready> extends Pick<Journey<Ready>, 'ready' | 'act'> {
  meanwhile(other: World, ready: Ready): Promise<void>;
  /** What holds afterwards, however the act ended. */
  afterwards(
    world: World,
    ready: Ready,
    ended: { readonly outcome: string; readonly granted: readonly SessionRecord[] },
  ): Promise<void>;
}

/** Lets the other thing happen before every call of the act, on a fresh store each time. Answers at how many points. */
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
    await world.auth.tend();
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
