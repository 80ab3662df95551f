import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, SallyportOptions } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { expect } from 'vitest';
import { Client, PASSWORD, provesNow, storedAccount } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office } from './planting.test-support.ts';

/** A stolen password, or an operator of the provider, signs in and sets up an app by little proof. */
export const BY_PASSWORD: PolicyInput<string> = { requiredStrength: 'single', enrollment: { firstFactor: 'password' } };
export const BY_PROVIDER: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'baseline' }] } },
};

/** A provider's word counts for as much as an app. */
export const TRUSTED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};
export const SINGLE: PolicyInput<string> = { requiredStrength: 'single' };

export async function hired(policy: PolicyInput<string>, options: Partial<SallyportOptions<string>> = {}) {
  const { world, pia, club } = await office({ ...options, policy });
  const identity = { provider: 'corp', subject: 'eve' };
  const account = { identifier: EVE, email: EVE, password: PASSWORD, externalIds: policy.providers ? [identity] : [] };
  const { accountId } = accepted(await world.auth.people.create({ ...account, by: hostCode('host') }));
  const resets = async (what: 'resetTwoStep' | 'resetPasskeys'): Promise<void> => {
    accepted(await world.auth.people[what]({ accountId }, { by: await acting(world, pia) }));
    world.now += 60_000;
  };
  const { accountId: piasId } = await pia.session();
  const gives = async (roles: readonly string[], by: 'pia' | 'host'): Promise<void> => {
    const actor = by === 'pia' ? await acting(world, pia) : hostCode(by);
    accepted(await world.auth.people.setRoles({ accountId }, { roles, by: actor }));
    world.now += 60_000;
  };
  return {
    ...{ pia, club, gives },
    world,
    piasId,
    id: accountId as AccountId,
    resets,
    account: () => storedAccount(world.store, accountId as AccountId),
  };
}

/** Eve has an app of her own. */
export async function withApp(policy: PolicyInput<string>, options?: Partial<SallyportOptions<string>>) {
  const at = await hired(policy, options);
  const eve = await byPassword(at.world);
  await provesNow(at.world, at.world.store, eve);
  await eve.enrollsTotp();
  at.world.now += 60_000;
  return at;
}

export async function readsMail(world: Corporate, client: Client): Promise<void> {
  const { signIn } = world.auth;
  await client.keeps(signIn.stepUp(client.caller, await client.session(), { strength: 'baseline' }));
  await client.keeps(signIn.sendCode(client.caller, 'email-code'));
  await client.keeps(signIn.code(client.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
}

export async function setsUpApp(world: Corporate, client: Client, strength = 'enhanced'): Promise<string> {
  await client.keeps(world.auth.signIn.stepUp(client.caller, await client.session(), { strength }));
  return (await client.enrollsTotp()).secret;
}

/** Signs in by the stolen thing. */
export async function byPassword(world: Corporate): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: EVE, password: PASSWORD }));
  return client;
}

export async function byProvider(world: Corporate): Promise<Client> {
  const browser = new Browser(world);
  const state = await browser.leaves('corp');
  const code = world.corp.signsIn({ subject: 'eve', amr: ['mfa'], authTime: instant(world.now) });
  expect(await browser.returns({ state, code }, 'corp')).toBe('complete');
  const client = new Client(world);
  client.caller = browser.caller;
  return client;
}

const NEEDS_VOUCHING = expect.objectContaining({ code: 'enrollment-needs-vouching', source: 'account' });

/** Steps up for the set-up of an app, and asks for another mailbox. */
export async function setsUpNothing(world: Corporate, client: Client | Browser): Promise<void> {
  const { auth } = world;
  const raised = await auth.signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' });
  const noVoucher = { refused: 'no-way-in', because: expect.arrayContaining([NEEDS_VOUCHING]) };
  expect(raised).toMatchObject(noVoucher);
  expect(await auth.enroll.secret(client.caller, 'totp')).toHaveProperty('refused');
  expect(await auth.me(await client.session()).requestEmail('thief@club.example')).toMatchObject(noVoucher);
  expect(await administersPolicy(world, client)).toHaveProperty('refused');
}

export async function byPasswordAndMailbox(world: Corporate): Promise<Client> {
  const client = await byPassword(world);
  await readsMail(world, client);
  return client;
}
