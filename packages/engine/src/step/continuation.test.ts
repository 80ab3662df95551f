import { isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const DORA = 'dora@example.org';
const continuation = { location: '/saml/continue?request=1' };
const withPassword = { identifier: DORA, password: PASSWORD };

async function forAnyone(world: Embedded): Promise<Client> {
  const client = new Client(world);
  const { keep } = await world.auth.signIn.beginForAnyone(client.caller, { continuation });
  client.caller = { ...client.caller, flowToken: keep.flow?.token };
  return client;
}

it('a sign-in that host code began hands its continuation back with the grant, and never earlier', async () => {
  const world = await embedded();
  await newAccount(world, DORA);
  const client = await forAnyone(world);
  const open = await world.auth.signIn.status(client.caller, { local: false });
  expect(open).toMatchObject({ status: 'open', methods: expect.arrayContaining(['password', 'passkey']) });
  const asked = await client.keeps(world.auth.signIn.begin(client.caller, withPassword));
  expect(asked.answer).toMatchObject({ status: 'continue' });
  expect(JSON.stringify(asked)).not.toContain('saml');
  await client.keeps(world.auth.signIn.sendEmailCode(client.caller));
  const code = world.mails.findLast(({ to }) => to === DORA)?.code ?? '';
  const done = await client.keeps(world.auth.signIn.emailCode(client.caller, { code }));
  expect(done.answer).toMatchObject({ status: 'complete', continuation });
  await world.auth.close();
});

it('a sign-in that begins anew keeps its continuation, with a password and without, and however often', async () => {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  await newAccount(world, DORA);
  const client = await forAnyone(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'somebody@example.org' }));
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA }));
  const done = await client.keeps(world.auth.signIn.begin(client.caller, withPassword));
  expect(done.answer).toMatchObject({ status: 'complete', continuation });
  await world.auth.close();
});

it('a continuation is not taken over from another client, another mode or an abandoned sign-in', async () => {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  await newAccount(world, DORA);
  const client = await forAnyone(world);
  const without = async (other: Client) => {
    const done = await world.auth.signIn.begin(other.caller, withPassword);
    expect(done).toMatchObject({ answer: { status: 'complete' } });
    expect(JSON.stringify(done)).not.toContain('saml');
  };
  await without(new Client(world));
  const inCookies = new Client(world);
  inCookies.caller = { ...client.caller, mode: 'cookie' };
  await without(inCookies);
  await world.auth.signIn.abandon(client.caller);
  await without(client);
  await world.auth.close();
});

it('whoever shows a passkey first goes on in a sign-in for anyone, which ends with them', async () => {
  const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
  const { signIn, enroll, origin } = world.auth;
  const people = await Promise.all(
    [DORA, 'eve@example.org'].map(async (identifier) => {
      await newAccount(world, identifier);
      const client = new Client(world);
      await client.signsInByMail(identifier);
      const authenticator = createAuthenticator();
      const options = await enroll.passkeyOptions(client.caller);
      if (isRefusal(options)) throw new Error(options.refused);
      const response = await authenticator.create({ ...options, extensions: {} }, { origin });
      await client.keeps(enroll.passkey(client.caller, { response }));
      return authenticator;
    }),
  );
  const [dora, eve] = people;
  const client = await forAnyone(world);
  const shows = async (authenticator = dora) => {
    const options = await signIn.passkeyOptions(client.caller);
    if (isRefusal(options) || authenticator === undefined) throw new Error('no options');
    expect(options.allowCredentials).toEqual([]);
    const response = await authenticator.get({ ...options, extensions: {} }, { origin });
    return signIn.passkey(client.caller, { ...response, clientExtensionResults: {} });
  };
  expect(await signIn.password(client.caller, { password: PASSWORD })).toEqual({ refused: 'invalid-credentials' });
  const done = await shows();
  expect(done).toMatchObject({ answer: { status: 'complete', continuation } });
  expect(JSON.stringify(await shows(eve))).not.toContain('saml');
  await world.auth.close();
});

it('a step-up that host code begins hands its continuation back', async () => {
  const world = await embedded();
  await newAccount(world, DORA);
  const client = new Client(world);
  await client.signsInByMail(DORA);
  const session = await world.auth.sessions.guard(client.caller, { needs: 'session' });
  if (isRefusal(session)) throw new Error(session.refused);
  const done = await world.auth.signIn.stepUp(client.caller, session, { strength: 'baseline', continuation });
  expect(done).toMatchObject({ answer: { status: 'complete', continuation } });
  await world.auth.close();
});
