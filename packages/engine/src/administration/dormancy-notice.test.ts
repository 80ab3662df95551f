import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Embedded, embedded, newAccount, storedAccount, TENANT } from '../embedded.test-support.ts';

const DAY = 86_400_000;
const by = hostCode('hr');
const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };
const after = (text: '90d' | '365d' | '30d'): PolicyInput<string> => ({
  ...SINGLE,
  dormant: { after: text, then: 'block' },
});

async function policySince(world: Embedded, policy: PolicyInput<string>): Promise<void> {
  const { version: ifVersion } = await world.auth.policy.current(TENANT);
  expect(isRefusal(await world.auth.policy.set(TENANT, policy, { ifVersion, by }))).toBe(false);
}

async function days(world: Embedded, count: number): Promise<void> {
  world.now += count * DAY;
  await world.auth.runBackgroundWork();
}

const noticesOf = async ({ auth }: Embedded, since: number) =>
  (await auth.events({ type: ['account.dormant'], limit: 500 })).events.filter(({ at }) => at >= since).length;

/** Dora is told on day 76, and her time is not over yet. */
async function told() {
  const world = await embedded({ policy: after('90d'), policySource: 'store' });
  const id = await newAccount(world, 'dora@example.org');
  await days(world, 76);
  expect(await noticesOf(world, 0)).toBe(1);
  return { world, id };
}

describe('X21 a new policy blocks nobody before the time of its notice is over', () => {
  it('where an earlier policy, which did not block for long, had told the owner long ago', async () => {
    const { world, id } = await told();
    await policySince(world, SINGLE);
    await days(world, 400);
    await policySince(world, after('90d'));
    const again = world.now;
    await days(world, 0);
    const { block } = await storedAccount(world.store, id);
    expect({ blocked: block !== undefined, told: await noticesOf(world, again) }).toEqual({ blocked: false, told: 1 });
    await world.auth.close();
  });

  it('where a longer time is over, and the notice was about a shorter time', async () => {
    const { world, id } = await told();
    await policySince(world, after('365d'));
    world.now += DAY;
    const longer = world.now;
    for (const count of [200, 79]) await days(world, count);
    // Day 356 of 365.
    expect(await noticesOf(world, longer)).toBe(1);
    await days(world, 10);
    expect((await storedAccount(world.store, id)).block === undefined).toBe(true);
    await world.auth.close();
  });

  it('where an administrator ended the block while no policy blocked', async () => {
    const { world, id } = await told();
    await days(world, 14);
    expect((await storedAccount(world.store, id)).block).toBeDefined();
    await policySince(world, SINGLE);
    expect(isRefusal(await world.auth.people.unblock({ accountId: id }, { by }))).toBe(false);
    await days(world, 1);
    await policySince(world, after('90d'));
    const again = world.now;
    const seen: unknown[] = [];
    // The time begins anew with the end of the block: the notice is due on its day 76.
    for (const more of [0, 74, 1, 13, 1]) {
      await days(world, more);
      const { block } = await storedAccount(world.store, id);
      seen.push([block !== undefined, await noticesOf(world, again)]);
    }
    expect(seen).toEqual([
      [false, 0],
      [false, 0],
      [false, 1],
      [false, 1],
      [true, 1],
    ]);
    await world.auth.close();
  });

  it('where the policy asked for it all the time, one notice is enough, however seldom somebody looks', async () => {
    const { world, id } = await told();
    await policySince(world, { ...after('90d'), passwords: { minimum: 20 } });
    await days(world, 60);
    expect((await storedAccount(world.store, id)).block).toMatchObject({ reason: 'dormant' });
    expect(await noticesOf(world, 0)).toBe(1);
    await world.auth.close();
  });
});
