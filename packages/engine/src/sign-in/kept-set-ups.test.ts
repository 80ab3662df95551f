import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { tokenTo } from '../acts/attacks/mailed-secret.test-support.ts';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, storedAccount } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { Browser, corporate } from './single-sign-on/fake-provider.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');
const ENHANCED = { requiredStrength: 'enhanced', administrators: { policy: ['super-admin'] } } as const;
const TWO = {
  requiredStrength: 'two',
  strengths: { two: { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } },
} as const;

type Caller = Client['caller'];

async function creates(world: Embedded, caller: Caller, key: SoftwareAuthenticator) {
  const { enroll, origin } = world.auth;
  const options = await enroll.passkeyOptions(caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await key.create({ ...options, extensions: {} }, { origin });
  return enroll.passkey(caller, { response });
}

async function follows(world: Embedded, client: Client): Promise<string> {
  const link = { token: tokenTo(world, IDA, 'invitation') };
  return (await client.keeps(world.auth.invitations.accept(client.caller, link))).answer.status;
}

it('X21 W7 a passkey that the flow keeps signs nobody in, and no page is told to forget it', async () => {
  const world = await embedded({ policy: TWO });
  const { people, signIn, origin } = world.auth;
  accepted(await people.create({ identifier: 'ida', email: IDA, invite: true, by }));
  const ida = new Client(world);
  const key = createAuthenticator();
  expect(await follows(world, ida)).toBe('enroll');
  expect((await ida.keeps(creates(world, ida.caller, key))).answer.status).toBe('enroll');
  const stranger = new Client(world);
  const options = await signIn.passkeyOptions(stranger.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const shown = { ...(await key.get({ ...options, extensions: {} }, { origin })), clientExtensionResults: {} };
  expect(await signIn.passkey(stranger.caller, shown)).toEqual({ refused: 'invalid-credentials' });
  expect((await ida.enrollsTotp()).reply.answer.status).toBe('complete');
  const { passkeys, openPasskeys } = await storedAccount(world.store, (await ida.session()).accountId);
  expect({ count: passkeys.length, openPasskeys }).toEqual({ count: 1 });
  await world.auth.close();
});

it('X21 P12 X18 an identity that somebody else got meanwhile opens no session, and nothing is half written', async () => {
  const world = await corporate({
    ...{ requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } },
    providers: { corp: { mailDomains: ['example.org'] } },
  });
  const { people } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: 'ida', email: IDA, invite: true, by }));
  const browser = new Browser(world);
  expect(await browser.signsIn({ subject: 'ida', email: { address: IDA, verified: true } })).toBe('enroll');
  const other = accepted(await people.create({ identifier: 'another', by }));
  const externalIds = [{ provider: 'corp', subject: 'ida' }];
  accepted(await people.setExternalIds({ accountId: other.accountId }, { externalIds, by }));
  const before = await storedAccount(world.store, accountId as AccountId);
  expect(browser.keeps(await creates(world, browser.caller, createAuthenticator()))).toBe('already-exists');
  expect(await storedAccount(world.store, accountId as AccountId)).toEqual(before);
  const { events } = await world.auth.events({ of: { accountId } });
  expect(events.filter(({ type }) => /enrolled|linked|succeeded/.test(type))).toEqual([]);
  await world.auth.close();
});

it('X21 X10 of two flows at once each keeps its own', async () => {
  const world = await embedded({ policy: TWO });
  const { people, signUp } = world.auth;
  const follow = async (client: Client): Promise<void> => {
    await signUp.begin({ tenant: client.caller.tenant, mode: 'token' }, { email: IDA });
    await world.auth.runBackgroundWork();
    await client.keeps(signUp.confirm(client.caller, { token: tokenTo(world, IDA, 'sign-up') }));
  };
  const [first, second] = [new Client(world), new Client(world)];
  await follow(first);
  await follow(second);
  const [{ accountId = '' } = {}] = (await people.list()).accounts;
  const [own, others] = [createAuthenticator(), createAuthenticator()];
  await Promise.all([
    first.keeps(creates(world, first.caller, own)),
    second.keeps(creates(world, second.caller, others)),
  ]);
  const { passkeys, openPasskeys = [] } = await storedAccount(world.store, accountId as AccountId);
  expect([passkeys.length, openPasskeys.length]).toEqual([0, 2]);
  expect((await first.enrollsTotp()).reply.answer.status).toBe('complete');
  expect((await storedAccount(world.store, accountId as AccountId)).passkeys).toHaveLength(1);
  await expect(second.enrollsTotp()).rejects.toThrow('flow-expired');
  await world.auth.close();
});

it('X17 X21 a secret that the flow keeps is sealed anew, if the key was replaced before the session', async () => {
  const store = newStore();
  const [old, next] = ['a secret that is long enough to be one', 'another secret that is long enough'];
  const world = await embedded({ policy: TWO, store, secrets: [old] });
  const { accountId } = accepted(await world.auth.people.create({ identifier: 'ida', email: IDA, invite: true, by }));
  const ida = new Client(world);
  await follows(world, ida);
  await ida.enrollsTotp();
  await world.auth.close();
  const rotated = await embedded({ policy: TWO, store, secrets: [next, old] });
  expect((await ida.keeps(creates(rotated, ida.caller, createAuthenticator()))).answer.status).toBe('complete');
  const [inUse] = (await rotated.auth.secrets.survey()).keys;
  const { totp } = await storedAccount(store, accountId as AccountId);
  expect(totp?.sealed.split('.')[0]).toBe(inUse?.key);
  await rotated.auth.close();
});

it('W4 X21 a role of administration that the host gives between two steps ends the first sign-in of a sign-up', async () => {
  let roles: readonly string[] = [];
  const policy = { ...TWO, administrators: { policy: ['super-admin'] } };
  const world = await embedded({ policy, resolveSubject: async () => roles });
  const { people, signUp } = world.auth;
  const stranger = new Client(world);
  await signUp.begin({ tenant: stranger.caller.tenant, mode: 'token' }, { email: IDA });
  await world.auth.runBackgroundWork();
  await stranger.keeps(signUp.confirm(stranger.caller, { token: tokenTo(world, IDA, 'sign-up') }));
  await stranger.keeps(creates(world, stranger.caller, createAuthenticator()));
  roles = ['super-admin'];
  await expect(stranger.enrollsTotp()).rejects.toThrow('flow-expired');
  const [{ accountId = '' } = {}] = (await people.list()).accounts;
  const { passkeys, totp, openSignUp } = await storedAccount(world.store, accountId as AccountId);
  expect({ passkeys, totp, openSignUp }).toEqual({ passkeys: [], openSignUp: true });
  await world.auth.close();
});

it.each<[string, (world: Embedded, stranger: Client) => Promise<unknown>]>([
  [
    'a passkey',
    async (world, stranger) => {
      const set = await creates(world, stranger.caller, createAuthenticator());
      return isRefusal(set) ? set.refused : (await stranger.keeps(Promise.resolve(set))).answer.status;
    },
  ],
  ['an app', (_, stranger) => stranger.enrollsTotp().then(({ reply }) => reply.answer.status, String)],
])(
  'W4 X21 a role of administration that the host gives before %s, the first set-up, ends the first sign-in of a sign-up',
  async (_, setsUp) => {
    let roles: readonly string[] = [];
    const world = await embedded({ policy: ENHANCED, resolveSubject: async () => roles });
    const { people, signUp, sessions } = world.auth;
    const stranger = new Client(world);
    await signUp.begin({ tenant: stranger.caller.tenant, mode: 'token' }, { email: IDA });
    await world.auth.runBackgroundWork();
    const link = { token: tokenTo(world, IDA, 'sign-up'), password: PASSWORD };
    expect((await stranger.keeps(signUp.confirm(stranger.caller, link))).answer.status).toBe('enroll');
    roles = ['super-admin'];
    expect(await setsUp(world, stranger)).toMatch(/flow-expired/);
    expect(await sessions.guard(stranger.caller, { needs: 'administrator', of: 'policy' })).toHaveProperty('refused');
    const [{ accountId = '' } = {}] = (await people.list()).accounts;
    const { passkeys, totp, openSignUp } = await storedAccount(world.store, accountId as AccountId);
    expect({ passkeys, totp, openSignUp }).toEqual({ passkeys: [], openSignUp: true });
    await world.auth.close();
  },
);

it('W4 X21 a role of administration that the host gives opens no session for a password of the link, if a new policy is satisfied by the password', async () => {
  let roles: readonly string[] = [];
  const world = await embedded({ policy: ENHANCED, policySource: 'store', resolveSubject: async () => roles });
  const { people, policy, signIn, signUp } = world.auth;
  const stranger = new Client(world);
  await signUp.begin({ tenant: stranger.caller.tenant, mode: 'token' }, { email: IDA });
  await world.auth.runBackgroundWork();
  const link = { token: tokenTo(world, IDA, 'sign-up'), password: PASSWORD };
  expect((await stranger.keeps(signUp.confirm(stranger.caller, link))).answer.status).toBe('enroll');
  const weak = { ...ENHANCED, requiredStrength: 'baseline' };
  expect(await policy.set('default', weak, { ifVersion: 1, by: hostCode('host') })).toMatchObject({ version: 2 });
  roles = ['super-admin'];
  expect(await signIn.status(stranger.caller, { local: true })).toMatchObject({ refused: 'flow-expired' });
  const [{ accountId = '' } = {}] = (await people.list()).accounts;
  expect(await storedAccount(world.store, accountId as AccountId)).toMatchObject({ roles: [], openSignUp: true });
  await world.auth.close();
});
