import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { embedded, newAccount, storedAccount } from '../embedded.test-support.ts';
import { given, office, recordOf } from './office.test-support.ts';

const DAY = 86_400_000;
const by = hostCode('hr');

it('P18 P19 X21 a block by hand counts where the account is blocked because nobody signed in', async () => {
  const world = await embedded({
    policy: { requiredStrength: 'single', dormant: { after: '90d', then: 'block' } },
    exposure: () => [{ id: 'd1', label: 'Salaries', access: 'owner' }],
  });
  const { people } = world.auth;
  const who = { accountId: await newAccount(world, 'dora@example.org') };
  for (const days of [76, 14]) {
    world.now += days * DAY;
    await world.auth.runBackgroundWork();
  }
  expect(await people.find(who)).toMatchObject({ blockedReason: 'dormant' });
  world.now += DAY;
  const blocked = await people.block(who, { reason: 'An investigation', by });
  expect(isRefusal(blocked)).toBe(false);
  const { events } = await world.auth.events({ type: ['account.blocked'], limit: 500 });
  const shown = await people.find(who);
  // A colleague would lift a block that says no more than that nobody signed in.
  expect({ reason: shown?.blockedReason, logged: events.map(({ detail }) => detail?.['reason']) }).toEqual({
    reason: 'An investigation',
    logged: ['dormant', 'An investigation'],
  });
  expect((await storedAccount(world.store, who.accountId)).block?.exposure?.items).toHaveLength(1);
  // The next block is one beside a person's, and the system's look leaves it.
  world.now += 100 * DAY;
  await world.auth.runBackgroundWork();
  expect(await people.block(who, { reason: 'Another', by })).toMatchObject({ blockedReason: 'An investigation' });
  const { block } = await storedAccount(world.store, who.accountId);
  expect(block).toMatchObject({ by: 'host:hr', reason: 'An investigation' });
  expect((await world.auth.events({ type: ['account.blocked'], limit: 500 })).events).toHaveLength(2);
  await world.auth.close();
});

it('P18 P19 W4 a policy administrator’s block takes the place of the system’s, and ends the codes', async () => {
  const items = [{ id: 'd1', label: 'Salaries', access: 'owner' }];
  const { world, root, ben } = await office({ exposure: () => items });
  const { people } = world.auth;
  await people.vouch({ accountId: ben }, { by: root });
  const before = await given(world, ben, { block: { at: instant(world.now), by: 'system', reason: 'dormant' } });
  expect(before.enrollmentCode).toBeDefined();
  world.now += 1_000;
  const at = instant(world.now);
  expect(await people.block({ accountId: ben }, { reason: 'An investigation', by: root })).toMatchObject({
    blockedReason: 'An investigation',
    blockedSince: at,
  });
  const { block, enrollmentCode } = await recordOf(world, ben);
  expect({ block, enrollmentCode }).toEqual({
    block: { at, by: root.accountId, reason: 'An investigation', exposure: { asOf: at, items }, fromAbove: true },
    enrollmentCode: undefined,
  });
  // Who knows only of the system's block does not end the administrator's.
  const asOf = instant(world.now - 1_000);
  expect(await people.unblock({ accountId: ben }, { asOf, by: root })).toEqual({ refused: 'precondition-failed' });
  await world.auth.close();
});
