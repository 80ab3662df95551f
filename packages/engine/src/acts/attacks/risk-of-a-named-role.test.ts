import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { ADMINISTRATORS, Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { accepted, acting, administrator, EVE, office, POLICY } from './planting.test-support.ts';

/**
 * docs/guide/people.md: `administrator-without-strong-factor` is of "an account with a role of administration that has no passkey and no app". A new
 * policy makes Eve an administrator of people: the app that Pia's code opened ends with the next write of the account, and opens nothing.
 */
it('X25 X18 the risks and the list tell of an administrator by a new policy whose app counts no more', async () => {
  const { world, pia } = await office({ policySource: 'store' });
  const { people, signIn, policy, audit } = world.auth;
  const { accountId } = accepted(
    await people.create({ identifier: EVE, email: EVE, password: PASSWORD, roles: ['support'], by: hostCode('hr') }),
  );
  const { enrollmentCode } = accepted(await people.vouch({ accountId }, { by: await acting(world, pia) }));
  const eve = new Client(world);
  await eve.keeps(signIn.begin(eve.caller, { identifier: EVE, password: PASSWORD }));
  await eve.keeps(signIn.stepUp(eve.caller, await eve.session(), { strength: 'enhanced' }));
  await eve.keeps(signIn.enrollmentCode(eve.caller, { code: enrollmentCode }));
  const { secret } = await eve.enrollsTotp();

  const root = await administrator(world, 'root', 'super-admin');
  const by = await acting(world, root);
  const { version: ifVersion } = await policy.current(TENANT);
  const administrators = { ...ADMINISTRATORS, people: ['admin', 'support'] };
  accepted(await policy.set(TENANT, { ...POLICY, administrators }, { ifVersion, by }));
  await world.auth.runBackgroundWork();
  const [listed] = (await people.list({ query: 'eve' })).accounts;
  const { risks } = await audit.risks(TENANT);
  const atRisk = risks.find(({ code }) => code === 'administrator-without-strong-factor')?.accounts ?? [];

  // The truth: the app proves nothing any more.
  world.now += 60_000;
  const again = new Client(world);
  await again.keeps(signIn.begin(again.caller, { identifier: EVE, password: PASSWORD }));
  await again
    .keeps(signIn.stepUp(again.caller, await again.session(), { strength: 'enhanced' }))
    .catch(() => undefined);
  const app = await signIn.code(again.caller, 'totp', { code: again.totp(secret) });
  expect({
    app: isRefusal(app),
    factors: listed?.factors.includes('totp'),
    atRisk: atRisk.some((one) => one.accountId === accountId),
  }).toEqual({ app: true, factors: false, atRisk: true });
  await world.auth.close();
});
