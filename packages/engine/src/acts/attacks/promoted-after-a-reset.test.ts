import type { PolicyInput } from '@sallyport/core';
import type { SallyportOptions } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, passkey } from '../../administration/office.test-support.ts';
import { ADMINISTRATORS, provesNow, TENANT } from '../../embedded.test-support.ts';
import { accepted, acting, administersPolicy, administrator } from './planting.test-support.ts';
import {
  BY_PASSWORD,
  BY_PROVIDER,
  byPassword,
  byPasswordAndMailbox,
  byProvider,
  SINGLE,
  setsUpApp,
  setsUpNothing,
  withApp,
} from './resets.test-support.ts';

/** Eve had an app, and Pia has reset it. */
async function reset(policy: PolicyInput<string>, options?: Partial<SallyportOptions<string>>) {
  const at = await withApp(policy, options);
  await at.resets('resetTwoStep');
  return at;
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
    const { enrollmentCode: code } = accepted(await people.vouch({ accountId: id }, { by: root ?? hostCode('host') }));
    const owner = await byPassword(world);
    const asked = await signIn.stepUp(owner.caller, await owner.session(), { strength: 'enhanced' });
    owner.caller = { ...owner.caller, flowToken: asked.keep?.flow?.token };
    await owner.keeps(signIn.enrollmentCode(owner.caller, { code }));
    await owner.enrollsTotp();
    expect(await administersPolicy(world, owner)).not.toHaveProperty('refused');
    const { firstFactor, totp } = await account();
    expect([firstFactor, totp?.setUpBy]).toEqual(root ? ['vouched', root.accountId] : [undefined, undefined]);
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
