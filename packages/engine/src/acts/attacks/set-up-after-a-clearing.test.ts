import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  ADMINISTRATORS,
  Client,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { APP } from '../../factors/account-record.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, EVE, roleEvents } from './planting.test-support.ts';

/** A stolen password sets up an app. */
const POLICY: PolicyInput<string> = { requiredStrength: 'single', enrollment: { firstFactor: 'password' } };

/** Eve has a password of her own and an identity at the company. Pia, who administers people, vouched for Eve's app. */
async function vouchedFor(linkedBy?: string) {
  const corp = new FakeProvider({ roles: ['admin', 'super-admin'] });
  const world = await corporate(POLICY, { corp, policySource: 'store' });
  const account = { identifier: EVE, email: EVE, password: PASSWORD, roles: ['lead'] };
  const made = await world.auth.people.create({
    ...{ ...account, externalIds: [{ provider: 'corp', subject: 'eve' }] },
    by: hostCode('host'),
  });
  const id = accepted(made).accountId as AccountId;
  await rewritesAccount(world.store, id, ({ externalIds, ...rest }) => ({
    ...{ ...rest, totp: { ...APP, setUpBy: 'pia' } },
    externalIds: externalIds?.map((link) => ({ ...link, setUpBy: linkedBy })),
  }));
  return { world, id, account: () => storedAccount(world.store, id) };
}

async function comesFromTheCompany(world: Corporate, roles: readonly string[]): Promise<void> {
  const browser = new Browser(world);
  const state = await browser.leaves('corp');
  const code = world.corp.signsIn({ subject: 'eve', authTime: instant(world.now), roles });
  expect(await browser.returns({ state, code }, 'corp')).toBe('complete');
}

async function byPassword(world: Corporate): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: EVE, password: PASSWORD }));
  return client;
}

async function setsUpApp(world: Corporate): Promise<void> {
  world.now += 60_000;
  const thief = await byPassword(world);
  await thief.keeps(world.auth.signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  await thief.enrollsTotp();
}

/** Each way to a role of people without an administrator who gives the role, and who the account names then. */
const WAYS: readonly (readonly [string, string, (world: Corporate, id: AccountId) => Promise<unknown>])[] = [
  ['a provider', 'pia provider:corp', (world) => comesFromTheCompany(world, ['admin'])],
  [
    'host code',
    'pia',
    async ({ auth }, accountId) =>
      accepted(await auth.people.setRoles({ accountId }, { roles: ['admin'], by: hostCode('host') })),
  ],
  [
    'a new policy',
    'pia',
    async (world) => {
      const root = await administrator(world, 'root', 'super-admin');
      const { version: ifVersion } = await world.auth.policy.current(TENANT);
      const administrators = { ...ADMINISTRATORS, people: [...(ADMINISTRATORS.people ?? []), 'lead'] };
      const by = await acting(world, root);
      accepted(await world.auth.policy.set(TENANT, { ...POLICY, administrators }, { ifVersion, by }));
      await byPassword(world);
    },
  ],
  [
    'host code, in a block that host code ends',
    'pia',
    async ({ auth }, accountId) => {
      accepted(await auth.people.block({ accountId }, { by: hostCode('host'), reason: 'away' }));
      accepted(await auth.people.setRoles({ accountId }, { roles: ['admin'], by: hostCode('host'), force: true }));
      accepted(await auth.people.unblock({ accountId }, { by: hostCode('host') }));
    },
  ],
];

describe.each(WAYS)('a role of people from %s takes the app that an administrator vouched for', (_, names, gets) => {
  it('N15 W4 the next app by a stolen password names the administrator, and goes with a role of the policy', async () => {
    const { world, id, account } = await vouchedFor();
    await gets(world, id);
    const cleared = await account();
    expect(cleared).toMatchObject({ lowered: { from: 'enhanced', by: names }, clearedFor: [{ rank: 'people' }] });
    expect(cleared.totp).toBeUndefined();
    await setsUpApp(world);
    expect((await account()).totp?.setUpBy).toBe(names);
    accepted(
      await world.auth.people.setRoles(
        { accountId: id },
        { roles: ['super-admin'], by: hostCode('host'), force: true },
      ),
    );
    const promoted = await account();
    expect([promoted.totp, promoted.lowered]).toEqual([undefined, undefined]);
    await world.auth.close();
  });
});

it('N15 X18 a role that comes with an identity of somebody else names this person, in the account and in the log', async () => {
  const { world, id, account } = await vouchedFor('ada');
  await comesFromTheCompany(world, ['admin']);
  expect((await account()).lowered).toMatchObject({ from: 'enhanced', by: 'ada pia provider:corp' });
  expect(await roleEvents(world, id)).toMatchObject([{ detail: { ended: ['totp'], setUpBy: 'ada provider:corp' } }]);
  await world.auth.close();
});

it('N15 a provider’s role of the policy lowers nothing: a set-up after the clearing is the owner’s', async () => {
  const { world, account } = await vouchedFor();
  await comesFromTheCompany(world, ['super-admin']);
  const cleared = await account();
  expect([cleared.totp, cleared.lowered]).toEqual([undefined, undefined]);
  await world.auth.close();
});
