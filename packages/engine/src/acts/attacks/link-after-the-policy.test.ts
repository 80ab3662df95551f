import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@corp.example';
const by = hostCode('hr');
const POLICY: PolicyInput<string> = {
  ...{ administrators: ADMINISTRATORS, requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } },
  providers: { corp: { mailDomains: ['corp.example'] } },
};

async function addsPasskey({ auth }: Corporate, browser: Browser): Promise<string> {
  const options = await auth.enroll.passkeyOptions(browser.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
  return browser.keeps(await auth.enroll.passkey(browser.caller, { response }));
}

describe('a first sign-in at a provider, under a policy that takes the mail domain from the provider meanwhile', () => {
  it('P11 X21 X10 links no identity to the account afterwards, and opens no session', async () => {
    const world = await corporate(POLICY, { policySource: 'store' });
    const { people, policy } = world.auth;
    const made = accepted(await people.create({ identifier: 'ida', email: IDA, invite: true, by }));
    const id = made.accountId as AccountId;
    const operator = new Browser(world);
    const asserted = { email: { address: IDA, verified: true } };
    expect(await operator.signsIn({ subject: 'operator', ...asserted })).toBe('enroll');
    expect((await storedAccount(world.store, id)).externalIds).toBeUndefined();
    const { version: ifVersion } = await policy.current(TENANT);
    accepted(await policy.set(TENANT, { ...POLICY, providers: { corp: { mailDomains: [] } } }, { ifVersion, by }));
    expect(await new Browser(world).signsIn({ subject: 'another', ...asserted })).toBe('invalid-credentials');

    const answer = await addsPasskey(world, operator);
    const { externalIds, passkeys, invited } = await storedAccount(world.store, id);
    expect({ isIn: answer === 'complete', externalIds, passkeys: passkeys.length, invited }).toEqual({
      isIn: false,
      externalIds: undefined,
      passkeys: 0,
      invited: true,
    });
    await world.auth.close();
  });
});
