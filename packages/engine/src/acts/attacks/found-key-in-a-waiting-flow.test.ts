import { instant } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { rewritesAccount, signedIn, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const BEN = 'ben@corp.example';
const MINUTE = 60_000;

describe('a found key without a PIN, beside a sign-in at a provider that waits in a flow', () => {
  it.each([
    ['verifies its user', false, true],
    ['proves presence alone after all sessions ended', true, false],
  ])('X15 N15 %s', async (_, ends, isVerified) => {
    const policy = { requiredStrength: 'baseline', providers: { corp: { mailDomains: ['corp.example'] } } } as const;
    const world = await corporate(policy);
    const { auth } = world;
    const owner = await signedIn(world, BEN);
    const { accountId } = await owner.session();
    const key = createAuthenticator();
    const options = accepted(await auth.enroll.passkeyOptions(owner.caller));
    const response = await key.create({ ...options, extensions: {} }, { origin: auth.origin, userVerified: false });
    await owner.keeps(auth.enroll.passkey(owner.caller, { response }));
    world.now += 2 * MINUTE;
    const identity = () => ({
      ...{ subject: 'ben', email: { address: BEN, verified: true } },
      authTime: instant(world.now),
    });
    await new Browser(world).signsIn(identity());
    // The owner made the link.
    await rewritesAccount(world.store, accountId, (account) => ({
      ...account,
      externalIds: account.externalIds?.map(({ setUpBy: __, ...link }) => link),
    }));
    const thief = new Browser(world);
    await thief.signsIn(identity());
    world.now += MINUTE;
    if (ends) accepted(await auth.people.endSessions({ accountId }, { by: hostCode('host') }));
    const { challenge, rpId, allowCredentials } = accepted(await auth.signIn.passkeyOptions(thief.caller));
    const asked = { challenge, ...(rpId && { rpId }), ...(allowCredentials && { allowCredentials }), extensions: {} };
    const shown = await key.get(asked, { origin: auth.origin, userVerified: true });
    await auth.signIn.passkey(thief.caller, { ...shown, clientExtensionResults: {} });
    const { passkeys } = await storedAccount(world.store, accountId);
    expect(passkeys.map(({ userVerified }) => userVerified)).toEqual([isVerified]);
    await auth.close();
  });
});
