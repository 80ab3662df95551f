import type { PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, provesNow } from '../../embedded.test-support.ts';
import type { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, bothNamed, signsInAtClub } from './planting.test-support.ts';
import {
  BY_PASSWORD,
  byPassword,
  byPasswordAndMailbox,
  hired,
  SINGLE,
  setsUpApp,
  setsUpNothing,
} from './resets.test-support.ts';

/** Eve has a password and an app of her own. */
async function withOwnApp(policy: PolicyInput<string>) {
  const at = await hired(policy);
  const eve = await byPassword(at.world);
  await provesNow(at.world, at.world.store, eve);
  const { secret } = await eve.enrollsTotp();
  at.world.now += 24 * 60 * 60_000;
  return { ...at, eve, secret };
}

type At = Awaited<ReturnType<typeof withOwnApp>>;

/** Pia names an identity of her own for Eve's account, and signs in by the identity. */
async function piaSignsIn(at: At): Promise<Browser> {
  const { world, pia, id } = at;
  const { auth } = world;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
  return signsInAtClub(at, 'pia');
}

/** Pia gives a code of Eve's app, which Eve read out, beside the identity. */
async function piaStepsUp(at: At): Promise<Browser> {
  const { auth } = at.world;
  const browser = await piaSignsIn(at);
  browser.keeps(accepted(await auth.signIn.stepUp(browser.caller, await browser.session(), {})));
  browser.keeps(await auth.signIn.code(browser.caller, 'totp', { code: at.eve.totp(at.secret) }));
  return browser;
}

async function setsUpAnApp({ world }: At, browser: Browser): Promise<void> {
  const { enroll } = world.auth;
  const { secret } = accepted(await enroll.secret(browser.caller, 'totp'));
  browser.keeps(await enroll.confirmCode(browser.caller, 'totp', { code: new Client(world).totp(secret) }));
}

async function registers({ world }: At, browser: Browser): Promise<void> {
  const { enroll, origin } = world.auth;
  const options = accepted(await enroll.passkeyOptions(browser.caller));
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin, userVerified: true });
  browser.keeps(accepted(await enroll.passkey(browser.caller, { response })));
}

const THIEVES = [
  ['a password', BY_PASSWORD, byPassword],
  ['a password and a code to the mailbox', SINGLE, byPasswordAndMailbox],
] as const;

describe.each(THIEVES)(
  'the loss of the owner’s app, hidden by a factor of the administrator, with %s',
  (_, policy, signsIn) => {
    it.each([
      ['an app in its place', async (at: At) => setsUpAnApp(at, await piaStepsUp(at))],
      [
        'a passkey beside it, before the reset',
        async (at: At) => {
          await registers(at, await piaStepsUp(at));
          at.world.now += 60_000;
          await at.resets('resetTwoStep');
        },
      ],
    ])(
      'N15 W4 is on record, so that the account sets up nothing after a role of the policy: %s',
      async (_name, hides) => {
        const at = await withOwnApp(policy);
        await hides(at);
        expect(await at.account()).toMatchObject({
          lowered: { from: 'enhanced', by: expect.stringContaining(at.piasId) },
        });
        at.world.now += 60_000;
        await at.gives(['super-admin'], 'host');
        await setsUpNothing(at.world, await signsIn(at.world));
        await at.world.auth.close();
      },
    );

    it('N15 W4 stays on record when the administrator sets up an app between two roles of the policy', async () => {
      const at = await withOwnApp(policy);
      const { auth } = at.world;
      await administrator(at.world, 'root', 'super-admin');
      await at.resets('resetTwoStep');
      await at.gives(['super-admin'], 'host');
      await at.gives([], 'host');
      const by = await acting(at.world, at.pia);
      const { enrollmentCode: code } = accepted(await auth.people.vouch({ accountId: at.id }, { by }));
      const browser = await piaSignsIn(at);
      browser.keeps(
        (await auth.signIn.stepUp(browser.caller, await browser.session(), { strength: 'enhanced' })) as never,
      );
      browser.keeps(await auth.signIn.enrollmentCode(browser.caller, { code }));
      await setsUpAnApp(at, browser);
      expect(await at.account()).toMatchObject({
        totp: { setUpBy: bothNamed('club', at.piasId) },
        firstFactor: 'vouched',
      });
      at.world.now += 60_000;
      await at.gives(['super-admin'], 'host');
      expect((await at.account()).totp).toBeUndefined();
      await setsUpNothing(at.world, await signsIn(at.world));
      await at.world.auth.close();
    });
  },
);

it('N15 W4 the next app names the administrator, although her passkey was the account’s strongest factor', async () => {
  const at = await withOwnApp(BY_PASSWORD);
  await registers(at, await piaStepsUp(at));
  at.world.now += 60_000;
  await at.resets('resetTwoStep');
  const [passkey] = (await at.account()).passkeys;
  accepted(
    await at.world.auth.people.revokePasskey(
      { accountId: at.id },
      { passkeyId: passkey?.id ?? '', by: hostCode('host') },
    ),
  );
  at.world.now += 60_000;
  await setsUpApp(at.world, await byPassword(at.world));
  expect((await at.account()).totp?.setUpBy).toBe(at.piasId);
  await at.world.auth.close();
});
