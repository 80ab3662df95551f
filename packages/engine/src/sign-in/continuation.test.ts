import { isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
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
  expect(JSON.stringify(asked)).not.toContain('"continuation"');
  await client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
  const code = world.mails.findLast(({ to }) => to === DORA)?.code ?? '';
  const done = await client.keeps(world.auth.signIn.code(client.caller, 'email-code', { code }));
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
    expect(JSON.stringify(done)).not.toContain('"continuation"');
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
  expect(JSON.stringify(await shows(eve))).not.toContain('"continuation"');
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

it('W10 a flow in progress stays if host code begins another sign-in in its client, and takes the new continuation', async () => {
  const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
  await newAccount(world, DORA);
  const client = await forAnyone(world);
  const asked = await client.signsInByMail(DORA);
  expect(asked.answer).toMatchObject({ status: 'enroll' });
  const pending = await world.auth.enroll.secret(client.caller, 'totp');
  if (isRefusal(pending)) throw new Error(pending.refused);

  const next = { location: '/saml/continue?request=2' };
  const again = await world.auth.signIn.beginForAnyone(client.caller, { continuation: next });
  expect(again.keep.flow?.token).toBe(client.caller.flowToken);
  const code = client.totp(pending.secret);
  const done = await client.keeps(world.auth.enroll.confirmCode(client.caller, 'totp', { code }));
  expect(done.answer).toMatchObject({ status: 'complete', continuation: next });
  await world.auth.close();
});

it('W10 a sign-in that host code begins is a new one where no sign-in is open in its client', async () => {
  const world = await embedded({ policy: { requiredStrength: 'single' } });
  await newAccount(world, DORA);
  const begins = async (caller: Client['caller']) => {
    const { keep } = await world.auth.signIn.beginForAnyone(caller, { continuation });
    return keep.flow?.token;
  };
  const client = await forAnyone(world);
  const { flowToken } = client.caller;
  expect(await begins(client.caller)).toBe(flowToken);
  expect(await begins({ ...client.caller, mode: 'cookie' })).not.toBe(flowToken);
  expect(await begins(new Client(world).caller)).not.toBe(flowToken);
  world.now += 31 * 60_000;
  expect(await begins(client.caller)).not.toBe(flowToken);
  const other = await forAnyone(world);
  await world.auth.signIn.abandon(other.caller);
  expect(await begins(other.caller)).not.toBe(other.caller.flowToken);
  await world.auth.close();
});

it('W10 a step that is quicker than the new continuation is not undone by it', async () => {
  const { store, beforeTheNext } = contendedStore();
  const world = await embedded({ store, policy: { requiredStrength: 'enhanced' } });
  await newAccount(world, DORA);
  const client = await forAnyone(world);
  await client.keeps(world.auth.signIn.begin(client.caller, withPassword));
  const next = { location: '/saml/continue?request=2' };
  const quicker = () => client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
  beforeTheNext('commit', async () => void (await quicker()));
  const { keep } = await world.auth.signIn.beginForAnyone(client.caller, { continuation: next });
  expect(keep.flow?.token).toBe(client.caller.flowToken);
  const { code = '' } = world.mails.at(-1) ?? {};
  const proved = await client.keeps(world.auth.signIn.code(client.caller, 'email-code', { code }));
  expect(proved.answer).toMatchObject({ status: 'enroll' });
  const { reply } = await client.enrollsTotp();
  expect(reply.answer).toMatchObject({ status: 'complete', continuation: next });
  await world.auth.close();
});
