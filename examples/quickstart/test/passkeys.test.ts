import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from './support/clock.ts';
import { accepted, atOnce, complete, problem, tally } from './support/expectations.ts';
import { type Person, withoutPrfResults } from './support/person.ts';
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

  it('P5 that signs in on its own is the second factor after a password as well', async () => {
    const person = await personWithPasskey();
    const again = person.elsewhere();
    expect(accepted(await again.signInWithPassword())).toContain('passkey');
    const options = await again.client.post<RequestOptions>('/sign-in/passkey/options');
    const [credential] = person.has.authenticator.credentials;
    expect(options.body.allowCredentials?.map(({ id }) => id)).toEqual([credential?.id]);
    expect(await again.goesOnWith('passkey')).toMatchObject(complete());
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
  });

  it('P5 of another person is no second factor, although it would sign its owner in', async () => {
    const [person, other] = [await personWithPasskey(), await personWithPasskey()];
    const again = person.elsewhere();
    const assertion = await other.elsewhere().assertsPasskey();
    await again.signInWithPassword();
    const reply = await again.client.post('/sign-in/passkey', assertion);
    expect(reply).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await again.session()).toMatchObject(problem(401, 'no-session'));
  });

  it.each([
    ['made on another origin', { origin: 'https://phishing.example' }],
    ['made for another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['with a broken signature', { signature: true }],
    ['of the wrong type', { type: 'webauthn.create' }],
    ['without the user being present', { flags: { up: false } }],
  ] as const)('P4 is refused when the assertion is %s', async (_, tamper) => {
    const again = (await personWithPasskey()).elsewhere();
    const options =
      await again.client.post<Parameters<typeof again.has.authenticator.get>[0]>('/sign-in/passkey/options');
    const forged = withoutPrfResults(
      await again.has.authenticator.get(options.body, { origin: again.client.origin, tamper }),
    );
    expect(await again.client.post('/sign-in/passkey', forged)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await again.proves('passkey')).toMatchObject(complete());
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

  it('P6 can be renamed, and only by their owner', async () => {
    const [person, other] = [await personWithPasskey('Laptop'), await personWithPasskey()];
    await Promise.all([person.provesStrongest(), other.provesStrongest()]);
    const id = encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '');
    expect(await other.client.patch(`/account/passkeys/${id}`, { name: 'Mine now' })).toMatchObject(
      problem(404, 'not-found'),
    );
    expect((await person.client.patch(`/account/passkeys/${id}`, { name: 'Old laptop' })).status).toBe(200);
    expect((await person.account()).factors.passkeys).toMatchObject([{ name: 'Old laptop' }]);
  });

  it('P6 are recommended while there is only one, or only one kind', async () => {
    const onlyOne = await personWithPasskey('Laptop');
    const advice = async (person: Person) =>
      (await person.account()).recommendations.filter(({ message }) => /passkey|key/i.test(message));
    expect(await advice(onlyOne)).not.toEqual([]);

    await onlyOne.provesStrongest();
    await onlyOne.enrollsPasskey('Phone', createAuthenticator({ transports: ['internal'] }));
    expect(await advice(onlyOne)).not.toEqual([]);

    await onlyOne.enrollsPasskey('Key ring', createAuthenticator({ transports: ['usb'] }));
    expect(await advice(onlyOne)).toEqual([]);
  });

  it.each([
    ['are only on security keys', ['usb'], ['nfc', 'usb'], 'add-device-passkey'],
    ['are only on devices', ['internal'], ['internal'], 'add-roaming-passkey'],
  ] as const)('P6 are recommended another kind of where they %s', async (_, first, second, code) => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const advice = async () => (await person.account()).recommendations.map((each) => each.code);
    expect(await advice()).toEqual(['add-passkey']);
    const device = createAuthenticator({ transports: first });
    await person.enrollsPasskey('First', device);
    expect(await advice()).toEqual(['add-second-passkey']);
    const again = person.elsewhere();
    expect(await again.client.post('/sign-in/passkey', await again.assertsPasskey(device))).toMatchObject(complete());
    await again.enrollsPasskey('Second', createAuthenticator({ transports: second }));
    expect(await advice()).toEqual([code]);
  });

  it('P6 are told apart: the same authenticator is not registered twice', async () => {
    const person = await personWithPasskey('Laptop');
    await person.provesStrongest();
    await expect(person.enrollsPasskey('Laptop again')).rejects.toMatchObject({ name: 'InvalidStateError' });
  });
});

describe('a WebAuthn challenge', () => {
  it('X3 works once: an assertion that was used signs nobody in again', async () => {
    const person = (await personWithPasskey()).elsewhere();
    const assertion = await person.assertsPasskey();
    const replay = person.client.copy();
    expect(await person.client.post('/sign-in/passkey', assertion)).toMatchObject(complete());
    expect(await replay.post('/sign-in/passkey', assertion)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X3 presented 20 times at once lets one in, and the passkey is not locked', async () => {
    const person = (await personWithPasskey()).elsewhere();
    const assertion = await person.assertsPasskey();
    const clients = Array.from({ length: 20 }, () => person.client.copy());
    const replies = await Promise.all(clients.map((client) => client.post('/sign-in/passkey', assertion)));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(tally(await Promise.all(clients.map((client) => client.get('/session'))))).toEqual({ 200: 1, 401: 19 });
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete());
  });

  it('X3 of a flow, answered 20 times at once, makes one session', async () => {
    const person = (await personWithPasskey()).elsewhere();
    await person.signInWithPassword();
    const before = (await (await app.admin()).sees(person)).sessions;
    const assertion = await person.assertsPasskey();
    const replies = await atOnce(20, () => person.client.copy().post('/sign-in/passkey', assertion));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 409, 410]).toContain(status);
    expect((await (await app.admin()).sees(person)).sessions).toBe(before + 1);
  });

  it('X3 of a registration works once', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const authenticator = createAuthenticator();
    const options = await person.client.post<Parameters<typeof authenticator.create>[0]>('/enroll/passkey/options');
    const response = await authenticator.create(options.body, { origin: person.client.origin });
    const replies = await atOnce(5, () => person.client.copy().post('/enroll/passkey', { response }));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 409]).toContain(status);
    expect((await person.account()).factors.passkeys).toHaveLength(1);
  });

  it('X3 expires', async () => {
    const person = (await personWithPasskey()).elsewhere();
    const assertion = await person.assertsPasskey();
    app.clock.advance(DAY);
    expect(await person.client.post('/sign-in/passkey', assertion)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X4 passkeys are never locked: no number of bad assertions keeps their owner out', async () => {
    const person = (await personWithPasskey()).elsewhere();
    const assertion = await person.assertsPasskey();
    const bad = { ...assertion, response: { ...assertion.response, signature: 'MEQCIAAAAAAAAAAAAAAAAAAAAA' } };
    const replies = await atOnce(15, () => person.client.copy().post('/sign-in/passkey', bad));
    expect(tally(replies)).toEqual({ 401: 15 });
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete());
  });
});
