import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office } from './planting.test-support.ts';

const HOUR = 60 * 60_000;

/**
 * Eve signed in by her own password some time ago, and Pia has the cookie of that session. Pia names an identity of her own for Eve's
 * account, steps the session up by it and by a code that she gives out, and registers a passkey.
 */
async function plantsPasskey(after: number) {
  const { world, club, pia } = await office();
  const { auth } = world;
  const { accountId } = accepted(
    await auth.people.create({ identifier: EVE, email: EVE, password: PASSWORD, by: hostCode('host') }),
  );
  const stolen = new Browser(world);
  expect(stolen.keeps(await auth.signIn.begin(stolen.caller, { identifier: EVE, password: PASSWORD }))).toBe(
    'complete',
  );
  world.now += after;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: await acting(world, pia) }));
  const { enrollmentCode } = accepted(await auth.people.vouch({ accountId }, { by: await acting(world, pia) }));
  stolen.keeps(await auth.signIn.stepUp(stolen.caller, await stolen.session(), { strength: 'enhanced' }));
  const state = await stolen.leaves('club');
  const code = club.signsIn({ subject: 'pia', authTime: instant(world.now) });
  await stolen.returns({ state, code }, 'club');
  stolen.keeps(await auth.signIn.enrollmentCode(stolen.caller, { code: enrollmentCode }));
  const key = createAuthenticator();
  const options = accepted(await auth.enroll.passkeyOptions(stolen.caller));
  const response = await key.create({ ...options, extensions: {} }, { origin: auth.origin });
  expect(stolen.keeps(await auth.enroll.passkey(stolen.caller, { response }))).toBe('complete');
  return { world, pia, accountId, key, account: () => storedAccount(world.store, accountId) };
}

type Planted = Awaited<ReturnType<typeof plantsPasskey>>;

/** Somebody who has the planted passkey alone, and what they are answered. */
async function signsInBy({ world, key }: Planted): Promise<readonly [Client, string | undefined]> {
  const { signIn, origin } = world.auth;
  const thief = new Client(world);
  const { challenge, rpId } = accepted(await signIn.passkeyOptions(thief.caller));
  const response = await key.get({ challenge, rpId, extensions: {} }, { origin });
  const answer = await signIn.passkey(thief.caller, { ...response, clientExtensionResults: {} });
  if (isRefusal(answer)) return [thief, answer.refused];
  await thief.keeps(Promise.resolve(answer));
  return [thief, undefined];
}

describe('a passkey that a people administrator registers in a step-up of a stolen session', () => {
  it.each([
    ['some hours ago', 3 * HOUR],
    ['a minute ago', 60_000],
  ])('N15 W4 X18 goes with a role of administration if the owner proved a password %s', async (_, after) => {
    const planted = await plantsPasskey(after);
    const { world, pia, accountId, account } = planted;
    const before = await account();
    accepted(await world.auth.people.setRoles({ accountId }, { roles: ['super-admin'], by: hostCode('host') }));
    const [thief, refused] = await signsInBy(planted);
    expect(await administersPolicy(world, thief)).toMatchObject({ refused: 'no-session' });
    expect(refused).toBe('invalid-credentials');
    const { passkeys, backupCodes, password } = await account();
    expect([passkeys, backupCodes, password]).toEqual([[], undefined, before.password]);
    const setUpBy = expect.stringContaining((await pia.session()).accountId);
    expect([before.passkeys, before.backupCodes]).toMatchObject([[{ setUpBy }], { setUpBy }]);
  });
});
