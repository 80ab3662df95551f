import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { newAccount, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, bothNamed, EVE } from './planting.test-support.ts';

const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { createAccounts: true, mailDomains: ['corp.example'] } },
};

/** Eve's account was made by her provider, or by a colleague. Pia administers people. */
async function scene(madeBy: 'provider' | 'colleague') {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  const world = await corporate(POLICY, { corp, providers: [corp, club] });
  const { people } = world.auth;
  const pia = await administrator(world, 'pia', 'admin');
  if (madeBy === 'colleague') {
    const ada = await administrator(world, 'ada', 'admin');
    const externalIds = [{ provider: 'corp', subject: 'eve' }];
    const input = { identifier: 'eve', email: EVE, password: PASSWORD, externalIds };
    accepted(await people.create({ ...input, by: await acting(world, ada) }));
  }
  const eve = new Browser(world);
  const asserted = { subject: 'eve', email: { address: EVE, verified: true }, authTime: instant(world.now) };
  expect(await eve.signsIn(asserted)).toBe('complete');
  const id = (await eve.session()).accountId as AccountId;
  await told(world);
  const sets = async (roles: readonly string[]) =>
    accepted(await people.setRoles({ accountId: id }, { roles, force: true, by: await acting(world, pia) }));
  return { world, pia, id, sets };
}

/** The notices since the last call: each type with the addresses. */
async function told(world: Corporate): Promise<readonly string[]> {
  await world.auth.runBackgroundWork();
  return world.notices.splice(0).map(({ event, addresses }) => `${event.type} to ${addresses.join(', ')}`);
}

it.each(['provider', 'colleague'] as const)(
  'X9 X18 an owner whose address goes with a role is told of this, and of what is done to the account later (made by a %s)',
  async (madeBy) => {
    const { world, pia, id, sets } = await scene(madeBy);
    const { people } = world.auth;
    await sets(['admin']);
    expect((await storedAccount(world.store, id)).email).toBeUndefined();
    expect(await told(world)).toEqual([`account.roles-changed to ${EVE}`]);
    // Roles that end nothing are in the action log alone.
    await sets([]);
    expect(await told(world)).toEqual([]);
    const { externalIds = [] } = await storedAccount(world.store, id);
    const planted = [
      ...externalIds.map(({ provider, subject }) => ({ provider, subject })),
      { provider: 'club', subject: 'pia' },
    ];
    accepted(await people.setExternalIds({ accountId: id }, { externalIds: planted, by: await acting(world, pia) }));
    accepted(await people.vouch({ accountId: id }, { by: await acting(world, pia) }));
    expect(await told(world)).toEqual([`external-id.linked to ${EVE}`, `enrollment.vouched to ${EVE}`]);
  },
);

it('X9 an owner is told of the act of an administrator that takes the address at the same time, for a new policy', async () => {
  const { world, pia, id, sets } = await scene('provider');
  const { people, policy } = world.auth;
  await sets(['lead']);
  const { version: ifVersion } = await policy.current(TENANT);
  const root = await administrator(world, 'root', 'super-admin');
  const administrators = { policy: ['super-admin'], people: ['admin', 'lead'] };
  accepted(await policy.set(TENANT, { ...POLICY, administrators }, { ifVersion, by: await acting(world, root) }));
  await told(world);
  accepted(await people.vouch({ accountId: id }, { by: await acting(world, pia) }));
  expect((await storedAccount(world.store, id)).email).toBeUndefined();
  expect(await told(world)).toEqual([`enrollment.vouched to ${EVE}`, `account.roles-changed to ${EVE}`]);
});

it('X9 X18 an owner is told of the loss that comes with a role of a provider', async () => {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club', roles: ['super-admin'] })];
  const world = await corporate(POLICY, { corp, providers: [corp, club] });
  const eve = new Browser(world);
  const authTime = instant(world.now);
  await eve.signsIn({ subject: 'eve', email: { address: EVE, verified: true }, authTime });
  const { accountId: id } = await eve.session();
  const externalIds = [
    { provider: 'corp', subject: 'eve' },
    { provider: 'club', subject: 'eve' },
  ];
  accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
  await told(world);
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  await browser.returns({ state, code: club.signsIn({ subject: 'eve', roles: ['super-admin'], authTime }) }, 'club');
  expect(await told(world)).toEqual([`account.roles-changed to ${EVE}`, `sign-in.unfamiliar to ${EVE}`]);
});

it('X18 a sign-in by an identity that goes at that moment logs the role of the host, and not the role of the provider', async () => {
  const told = new Map<string, readonly string[]>();
  const club = new FakeProvider({ id: 'club', roles: ['admin'] });
  const world = await corporate(
    { requiredStrength: 'single' },
    { providers: [club], resolveSubject: (id) => told.get(id) ?? [] },
  );
  const pia = await administrator(world, 'pia', 'admin');
  told.set((await pia.session()).accountId, ['admin']);
  const id = (await newAccount(world, EVE)) as AccountId;
  const externalIds = [{ provider: 'club', subject: 'mallory' }];
  accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
  told.set(id, ['super-admin']);
  const browser = new Browser(world);
  const state = await browser.leaves('club');
  const code = club.signsIn({ subject: 'mallory', roles: ['admin'] });
  expect(await browser.returns({ state, code }, 'club')).toBe('invalid-credentials');
  const { items } = await world.store.listEvents(TENANT, {
    limit: 10,
    types: ['account.roles-changed'],
    accountId: id,
  });
  expect(items.map(({ detail }) => detail)).toEqual([
    {
      from: [],
      to: ['super-admin'],
      ended: ['external-id:club'],
      setUpBy: bothNamed('club', (await pia.session()).accountId),
    },
  ]);
});
