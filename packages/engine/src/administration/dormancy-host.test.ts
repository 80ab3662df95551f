import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import type { TenantId } from '@sallyport/store';
import { expect, it } from 'vitest';
import { embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { HostSilent } from '../kernel/host-call.ts';

const DAY = 86_400_000;

it('X21 accounts without a sign-in are blocked, although the host fails for one of them', async () => {
  let missing: string | undefined;
  const world = await embedded({
    policy: { requiredStrength: 'single', dormant: { after: '90d', then: 'block' } },
    // The host has deleted one person from its own table.
    resolveSubject: (id) => {
      if (id === missing) throw new TypeError("Cannot read properties of undefined (reading 'roles')");
      return [];
    },
  });
  for (const name of ['ann', 'ben', 'cleo', 'dora', 'eve', 'fay']) await newAccount(world, `${name}@example.org`);
  const { accounts } = await world.auth.people.list();
  missing = accounts[0]?.accountId;
  for (const days of [76, 14, 1]) {
    world.now += days * DAY;
    await world.auth.runBackgroundWork();
  }
  const { counts } = await world.auth.people.list();
  expect(counts).toMatchObject({ all: 6, blocked: 5 });
  const told = world.logged.filter((words) => JSON.stringify(words).includes('without a sign-in'));
  // Of each of the three looks, once.
  expect(told.length).toBe(3);
  await world.auth.close();
});

it('X21 accounts of a tenant are blocked, although the policy of another tenant cannot be read', async () => {
  const policy: PolicyInput<string> = { requiredStrength: 'single', dormant: { after: '90d', then: 'block' } };
  const second = 'other' as TenantId;
  const world = await embedded({ tenants: { default: {}, other: {} }, tenant: () => 'default', policy });
  const { store } = world;
  const input = { tenant: second, identifier: 'dora@example.org', password: PASSWORD, by: hostCode('hr') };
  const created = await world.auth.people.create(input);
  const accountId = isRefusal(created) ? undefined : created.accountId;
  const readPolicy = store.readPolicy.bind(store);
  store.readPolicy = async (tenant) => {
    if (tenant === TENANT) throw new TypeError('a document that no release reads');
    return readPolicy(tenant);
  };
  for (const days of [76, 14]) {
    world.now += days * DAY;
    await world.auth.runBackgroundWork();
  }
  expect(await world.auth.people.find({ accountId: accountId ?? '', tenant: second })).toMatchObject({
    blockedReason: 'dormant',
  });
  await world.auth.close();
});

it.each([
  ['a host that fails at once is asked about each account', new TypeError('none'), 12],
  ['a host that is silent is asked three times in a list, and not for hours', new HostSilent('resolveSubject', 1), 6],
])('X21 %s', async (_, fault, asked) => {
  let calls = 0;
  const world = await embedded({
    policy: { requiredStrength: 'single', dormant: { after: '90d', then: 'block' } },
    resolveSubject: () => {
      calls += 1;
      throw fault;
    },
  });
  for (const name of ['ann', 'ben', 'cleo', 'dora', 'eve', 'fay']) await newAccount(world, `${name}@example.org`);
  calls = 0;
  for (const days of [76, 1]) {
    world.now += days * DAY;
    await world.auth.runBackgroundWork();
  }
  expect(calls).toBe(asked);
  await world.auth.close();
});
