import type { PolicyInput } from '@sallyport/core';
import type { SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, passkey } from '../../administration/office.test-support.ts';
import { ADMINISTRATORS, type Client, provesNow, TENANT } from '../../embedded.test-support.ts';
import type { Browser, Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, administrator } from './planting.test-support.ts';
import {
  BY_PASSWORD,
  BY_PROVIDER,
  byPassword,
  byProvider,
  readsMail,
  SINGLE,
  setsUpApp,
  withApp,
} from './resets.test-support.ts';

const NEEDS_VOUCHING = expect.objectContaining({ code: 'enrollment-needs-vouching', source: 'account' });

/** Steps up for the set-up of an app, and asks for another mailbox. */
async function setsUpNothing(world: Corporate, client: Client | Browser): Promise<void> {
  const { auth } = world;
  const raised = await auth.signIn.stepUp(client.caller, await client.session(), { strength: 'enhanced' });
  const noVoucher = { refused: 'no-way-in', because: expect.arrayContaining([NEEDS_VOUCHING]) };
  expect(raised).toMatchObject(noVoucher);
  expect(await auth.enroll.secret(client.caller, 'totp')).toHaveProperty('refused');
  expect(await auth.me(await client.session()).requestEmail('thief@club.example')).toMatchObject(noVoucher);
  expect(await administersPolicy(world, client)).toHaveProperty('refused');
}

/** Eve had an app, and Pia has reset it. */
async function reset(policy: PolicyInput, options?: Partial<SallyportOptions>) {
  const at = await withApp(policy, options);
  await at.resets('resetTwoStep');
  return at;
}

async function byPasswordAndMailbox(world: Corporate): Promise<Client> {
  const client = await byPassword(world);
  await readsMail(world, client);
  return client;
}

describe('an account that gains a role of the policy after a people administrator’s reset', () => {
  it.each([
    ['a password', BY_PASSWORD, byPassword],
    ['a password and a code to the mailbox', SINGLE, byPasswordAndMailbox],
    ['an operator of a trusted provider', BY_PROVIDER, byProvider],
  ] as const)('N15 W4 sets up nothing by %s', async (_, policy, signsIn) => {
    const { world, account, gives } = await reset(policy);
    await gives(['super-admin'], 'host');
    expect(await account()).toMatchObject({ firstFactor: 'vouched' });
    expect((await account()).lowered).toBeUndefined();
    await setsUpNothing(world, await signsIn(world));
    await world.auth.close();
  });

  it('N15 W4 loses an app that was set up after the reset, and sets up nothing again', async () => {
    const { world, account, gives } = await reset(BY_PASSWORD);
    await setsUpApp(world, await byPassword(world));
    await gives(['super-admin'], 'host');
    expect(await account()).toMatchObject({ firstFactor: 'vouched' });
    expect((await account()).totp).toBeUndefined();
    await setsUpNothing(world, await byPassword(world));
    await world.auth.close();
  });

  it('N15 W4 sets up nothing if a new policy names a role of the account, before anybody wrote the account', async () => {
    const { world, account, gives } = await reset(BY_PASSWORD, { policySource: 'store' });
    await gives(['auditor'], 'host');
    const thief = await byPassword(world);
    await provesNow(world, world.store, thief, ['password']);
    await thief.keeps(world.auth.signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
    const { secret } = accepted(await world.auth.enroll.secret(thief.caller, 'totp'));
    const session = await acting(world, await administrator(world, 'root', 'super-admin'));
    const { version: ifVersion } = await world.auth.policy.current(TENANT);
    const administrators = { ...ADMINISTRATORS, policy: ['super-admin', 'auditor'] };
    accepted(await world.auth.policy.set(TENANT, { ...BY_PASSWORD, administrators }, { ifVersion, by: session }));
    const code = thief.totp(secret);
    expect(await world.auth.enroll.confirmCode(thief.caller, 'totp', { code })).toHaveProperty('refused');
    await setsUpNothing(world, await byPassword(world));
    expect((await account()).totp).toBeUndefined();
    await world.auth.close();
  });

  it.each([
    ['a policy administrator', 'root'],
    ['host code', 'host'],
  ] as const)('N15 W4 sets up an app beside the enrollment code of %s, once', async (_, by) => {
    const { world, id, account, gives } = await reset(BY_PASSWORD);
    await gives(['super-admin'], 'host');
    const { people, signIn } = world.auth;
    const root = by === 'host' ? undefined : await acting(world, await administrator(world, 'root', 'super-admin'));
    const { enrollmentCode: code } = accepted(await people.vouch({ accountId: id }, { by: root ?? 'host' }));
    const owner = await byPassword(world);
    const asked = await signIn.stepUp(owner.caller, await owner.session(), { strength: 'enhanced' });
    owner.caller = { ...owner.caller, flowToken: asked.keep?.flow?.token };
    await owner.keeps(signIn.enrollmentCode(owner.caller, { code }));
    await owner.enrollsTotp();
    expect(await administersPolicy(world, owner)).not.toHaveProperty('refused');
    const { firstFactor, totp } = await account();
    expect([firstFactor, totp?.setUpBy]).toEqual([undefined, root?.accountId]);
    // The administrators of the policy decide from here on: a colleague's reset asks for no voucher.
    accepted(await people.resetTwoStep({ accountId: id }, { by: root ?? 'host' }));
    world.now += 60_000;
    await setsUpApp(world, await byPassword(world));
    expect(await account()).toMatchObject({ totp: { id: expect.any(String) } });
    await world.auth.close();
  });

  it('N15 W4 sets up an app without a voucher if host code had set up the level again before', async () => {
    const { world, id, account, gives } = await reset(BY_PASSWORD);
    await given(world, id, { passkeys: [passkey('k1')] });
    await gives(['super-admin'], 'host');
    expect((await account()).firstFactor).toBeUndefined();
    await world.auth.close();
  });
});
