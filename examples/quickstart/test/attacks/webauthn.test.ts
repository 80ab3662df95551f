import { randomBytes } from 'node:crypto';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { accepted, complete, continues, problem } from '../support/expectations.ts';
import { type Person, withoutPrfResults } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

type CreationOptions = Parameters<SoftwareAuthenticator['create']>[0];
type RequestOptions = Parameters<SoftwareAuthenticator['get']>[0];
type Registration = Awaited<ReturnType<SoftwareAuthenticator['create']>>;
type Created = Partial<Parameters<SoftwareAuthenticator['create']>[1]>;
type Asserted = Partial<Parameters<SoftwareAuthenticator['get']>[1]>;

const REFUSED = problem(401, 'invalid-credentials');
const FRAMED = 'https://frame.example';

async function signedIn(world = app): Promise<Person> {
  const person = await world.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

/** Registers a passkey in the session. `alter` can change the request. */
async function registers(
  person: Person,
  authenticator: SoftwareAuthenticator,
  ceremony: Created = {},
  alter: (response: Registration) => unknown = (response) => response,
): Promise<Reply> {
  const options = await person.client.post<CreationOptions>('/enroll/passkey/options');
  const response = await authenticator.create(options.body, { origin: person.client.origin, ...ceremony });
  return person.client.post('/enroll/passkey', { response: alter(response) });
}

/** Signs in with the passkey, in the open flow if there is a flow. */
async function asserts(person: Person, authenticator: SoftwareAuthenticator, ceremony: Asserted = {}): Promise<Reply> {
  const options = await person.client.post<RequestOptions>('/sign-in/passkey/options');
  const assertion = await authenticator.get(options.body, { origin: person.client.origin, ...ceremony });
  return person.client.post('/sign-in/passkey', withoutPrfResults(assertion));
}

async function personWithPasskey(authenticator: SoftwareAuthenticator, world = app): Promise<Person> {
  const person = await signedIn(world);
  expect((await registers(person, authenticator)).status).toBe(200);
  return person;
}

/** Changes the client data of a registration. Without attestation, no signature covers the client data. */
function withClientData(response: Registration, change: object): Registration {
  const said: object = JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString());
  const clientDataJSON = Buffer.from(JSON.stringify({ ...said, ...change })).toString('base64url');
  return { ...response, response: { ...response.response, clientDataJSON } };
}

describe('a registration (WebAuthn L3 §7.1)', () => {
  it.each<[string, Created]>([
    ['made on another origin', { tamper: { origin: 'https://phishing.example' } }],
    ['made in a frame of another origin', { topOrigin: FRAMED }],
  ])('X15 is refused when it is %s', async (_, ceremony) => {
    const person = await signedIn();
    expect(await registers(person, createAuthenticator(), ceremony)).toMatchObject(REFUSED);
    expect((await person.account()).factors.passkeys).toEqual([]);
    expect((await registers(person, createAuthenticator())).status).toBe(200);
  });

  it("X15 of a credential that is another account's is refused", async () => {
    const authenticator = createAuthenticator();
    const owner = await signedIn();
    let copied: Registration | undefined;
    await registers(owner, authenticator, {}, (response) => {
      copied = response;
      return response;
    });
    const thief = await signedIn();
    const { body } = await thief.client.post<CreationOptions>('/enroll/passkey/options');
    const response = copied === undefined ? undefined : withClientData(copied, { challenge: body.challenge });
    expect(await thief.client.post('/enroll/passkey', { response })).toMatchObject(problem(409, 'already-exists'));
    expect((await thief.account()).factors.passkeys).toEqual([]);
    expect(await asserts(owner.elsewhere(), authenticator)).toMatchObject(complete('phishing-resistant'));
  });

  it('X15 is asked for with a user handle that is random, stable, and tells nothing', async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    const handle = async (of: Person) =>
      (await of.client.post<CreationOptions>('/enroll/passkey/options')).body.user.id;
    const first = await handle(person);
    expect(await handle(person)).toBe(first);
    expect(await handle(other)).not.toBe(first);
    expect(Buffer.from(first, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(first).not.toContain(person.has.accountId);
  });

  it('P6 X15 names the passkeys that are there, with their transports, and finds a name for the new one', async () => {
    const bitwarden = 'd548826e-79b4-db40-a3d8-11116f7e8349';
    const authenticator = createAuthenticator({ aaguid: bitwarden, transports: ['internal', 'hybrid'] });
    const person = await personWithPasskey(authenticator);
    const { passkeys } = (await person.account()).factors;
    expect(passkeys).toMatchObject([{ name: 'Bitwarden', aaguid: bitwarden, deviceBound: true }]);

    const again = person.elsewhere();
    expect(await asserts(again, authenticator)).toMatchObject(complete());
    const { excludeCredentials } = (await again.client.post<CreationOptions>('/enroll/passkey/options')).body;
    expect(excludeCredentials).toMatchObject([{ id: passkeys[0]?.id, transports: ['hybrid', 'internal'] }]);
    const another = createAuthenticator({ aaguid: bitwarden });
    expect((await registers(again, another)).status).toBe(200);
    expect((await again.account()).factors.passkeys.map(({ name }) => name).sort()).toEqual([
      'Bitwarden',
      'Bitwarden 2',
    ]);
  });
});

describe('an assertion (WebAuthn L3 §7.2)', () => {
  it.each<[string, Asserted]>([
    ['made on another origin', { tamper: { origin: 'https://phishing.example' } }],
    ['made in a frame of another origin', { topOrigin: FRAMED }],
    ['backup eligible all of a sudden', { tamper: { flags: { be: true } } }],
    ['with the user handle of somebody else', { tamper: { userHandle: randomBytes(32).toString('base64url') } }],
    ['without a user handle, where nobody was named before', { tamper: { userHandle: null } }],
  ])('X15 is refused when it is %s', async (_, ceremony) => {
    const authenticator = createAuthenticator();
    const person = await personWithPasskey(authenticator);
    expect(await asserts(person.elsewhere(), authenticator, ceremony)).toMatchObject(REFUSED);
    expect(await asserts(person.elsewhere(), authenticator)).toMatchObject(complete('phishing-resistant'));
  });

  it('X15 without user verification is one factor: a password goes with it, an email code never', async () => {
    const authenticator = createAuthenticator();
    const person = await personWithPasskey(authenticator);
    const device = person.elsewhere();
    const reply = await asserts(device, authenticator, { userVerified: false });
    expect(reply).toMatchObject(continues);
    expect(accepted(reply)).toEqual(['password']);
    expect(await device.goesOnWith('password')).toMatchObject(complete('phishing-resistant'));
  });
});
