import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { atOnce, complete, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

interface RequestOptions {
  readonly challenge: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

async function personWithPasskey(name?: string, authenticator?: Person['has']['authenticator']): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  expect(await person.enrollsPasskey(name, authenticator)).toMatchObject({ status: 200, body: { status: 'complete' } });
  return person;
}

describe('a passkey', () => {
  it.each([
    ['in this device', createAuthenticator({ transports: ['internal'] })],
    ['on a roaming security key', createAuthenticator({ transports: ['usb'] })],
    ['kept in step across devices', createAuthenticator({ backupEligible: true, backupState: true, counter: 'zero' })],
  ])('P4 %s signs in on its own, without a password or an identifier', async (_, authenticator) => {
    const person = await personWithPasskey('Mine', authenticator);
    const again = person.elsewhere();
    const options = await again.client.post<RequestOptions>('/sign-in/passkey/options');
    expect(options.status).toBe(200);
    expect(options.body.allowCredentials ?? []).toEqual([]);

    const reply = await again.client.post('/sign-in/passkey', await again.assertsPasskey(authenticator));
    expect(reply).toMatchObject(complete('phishing-resistant'));
    expect(reply.body.session?.accountId).toBe(person.has.accountId);
    expect((await again.session()).status).toBe(200);
  });
});

describe('several passkeys', () => {
  it('P6 are each named, with created and last-used times', async () => {
    const person = await personWithPasskey('Laptop');
    const roaming = createAuthenticator({ transports: ['usb'] });
    app.clock.advance(MINUTE);
    await person.provesStrongest();
    await person.enrollsPasskey('Key ring', roaming);
    app.clock.advance(MINUTE);
    const usedAt = app.clock.now;
    await person.elsewhere().proves('passkey');

    const { passkeys } = (await person.account()).factors;
    const laptop = passkeys.find(({ name }) => name === 'Laptop');
    const keyRing = passkeys.find(({ name }) => name === 'Key ring');
    expect(passkeys).toHaveLength(2);
    expect(laptop).toMatchObject({ deviceBound: true, aaguid: person.has.authenticator.aaguid });
    expect(Date.parse(laptop?.createdAt ?? '')).toBe(usedAt - 2 * MINUTE);
    expect(Date.parse(keyRing?.createdAt ?? '')).toBe(usedAt - MINUTE);
    expect(Date.parse(laptop?.lastUsedAt ?? '')).toBe(usedAt);
    expect(keyRing?.lastUsedAt ?? null).not.toBe(laptop?.lastUsedAt);
  });
});

describe('a WebAuthn challenge', () => {
  it('X4 passkeys are never locked: no number of bad assertions keeps their owner out', async () => {
    const person = (await personWithPasskey()).elsewhere();
    const assertion = await person.assertsPasskey();
    const bad = { ...assertion, response: { ...assertion.response, signature: 'MEQCIAAAAAAAAAAAAAAAAAAAAA' } };
    const replies = await atOnce(15, () => person.client.copy().post('/sign-in/passkey', bad));
    expect(tally(replies)).toEqual({ 401: 15 });
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete());
  });
});
