import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const EVA = 'eva@example.org';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['hwk'], strength: 'phishing-resistant' }] } },
};

it('N15 X9 an administrator whose provider never said what it is trusted for administers by password and app', async () => {
  const world = await corporate(POLICY);
  const { auth } = world;
  const input = { identifier: EVA, email: EVA, password: PASSWORD, roles: ['super-admin'] };
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({ ...input, externalIds, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  const first = new Client(world);
  await first.keeps(auth.signIn.begin(first.caller, { identifier: EVA, password: PASSWORD }));
  await provesNow(world, world.store, first, ['email-code']);
  const { secret } = await first.enrollsTotp();
  expect(await new Browser(world).signsIn({ subject: 'eva', amr: ['pwd'] })).toBe('complete');

  world.now += 60 * 60_000;
  const eva = new Client(world);
  await eva.keeps(auth.signIn.begin(eva.caller, { identifier: EVA, password: PASSWORD }));
  const administers = () => auth.sessions.guard(eva.caller, { needs: 'administrator', of: 'policy' });
  const demand = { strengths: ['enhanced'] };
  expect(await administers()).toMatchObject({ refused: 'insufficient-strength', demand });
  await eva.keeps(auth.signIn.stepUp(eva.caller, await eva.session(), { strength: 'enhanced' }));
  await eva.keeps(auth.signIn.code(eva.caller, 'totp', { code: eva.totp(secret) }));

  expect(isRefusal(await administers())).toBe(false);
  const session = await eva.session();
  const document = { ...POLICY, administrators: { policy: ['super-admin'] } };
  const { version: ifVersion } = await auth.policy.current(TENANT);
  expect(await auth.policy.set(session.tenant, document, { ifVersion, by: session })).toMatchObject({
    version: ifVersion + 1,
  });
  expect(isRefusal(await auth.me(session).removeExternalId('corp'))).toBe(false);
});
