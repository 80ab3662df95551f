import type { PolicyInput } from '@sallyport/core';
import { type AccountId, type Caller, type FlowReply, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const EVE = 'eve@example.org';
const MINUTE = 60_000;
const NEXT = 'another battery, another staple';
const BY = { by: hostCode('host') } as const;

interface Waiting {
  readonly world: Corporate;
  readonly id: AccountId;
  /** The client whose flow waits for a passkey. */
  readonly client: { readonly caller: Caller };
}

const KEY: PolicyInput<string> = {
  requiredStrength: 'phishing-resistant',
  enrollment: { firstFactor: 'password' },
  providers: { corp: { createAccounts: true }, ldap: { createAccounts: true } },
};
const VOUCHED: PolicyInput<string> = { ...KEY, enrollment: { firstFactor: 'vouched' } };
const SINGLE: PolicyInput<string> = { ...KEY, requiredStrength: 'single' };

async function begins(world: Corporate, password?: string): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: EVE, password }));
  return client;
}

async function onlyAccount({ store }: Corporate): Promise<AccountId> {
  const [account] = (await store.listAccounts(TENANT, { limit: 1 })).items;
  if (account === undefined) throw new Error('no account');
  return account.id;
}

/** An account with an app. Returns the secret of the app. */
async function withApp(world: Corporate): Promise<string> {
  const owner = await begins(world, PASSWORD);
  await provesNow(world, world.store, owner);
  const { secret } = await owner.enrollsTotp();
  world.now += MINUTE;
  return secret;
}

/** Every kind of flow that can wait for a passkey, besides a first sign-in by a mailed link. */
const FLOWS: readonly (readonly [string, PolicyInput<string>, (world: Corporate) => Promise<Waiting['client']>])[] = [
  [
    'a sign-in',
    KEY,
    async (world) => {
      await newAccount(world, EVE);
      return begins(world, PASSWORD);
    },
  ],
  [
    'a sign-in with an enrollment code',
    VOUCHED,
    async (world) => {
      await newAccount(world, EVE);
      const { enrollmentCode: code } = accepted(await world.auth.people.vouch({ identifier: EVE }, BY));
      const client = new Client(world);
      const denied = await world.auth.signIn.begin(client.caller, { identifier: EVE, password: PASSWORD });
      if (!isRefusal(denied)) throw new Error('no denial');
      client.caller = { ...client.caller, flowToken: (denied as Refusal).keep?.flow?.token };
      await client.keeps(world.auth.signIn.enrollmentCode(client.caller, { code }));
      return client;
    },
  ],
  [
    'a sign-in by the code of a help-in',
    KEY,
    async (world) => {
      await newAccount(world, EVE);
      const lost = await world.auth.people.helpIn({ identifier: EVE }, { lost: ['password'], ...BY });
      const { enrollmentCode: code = '' } = accepted(lost);
      const client = await begins(world);
      await client.keeps(world.auth.signIn.enrollmentCode(client.caller, { code, password: NEXT }));
      return client;
    },
  ],
  [
    'a recovery',
    { ...SINGLE, roles: { key: { requiredStrength: 'phishing-resistant' } } },
    async (world) => {
      await newAccount(world, EVE);
      const secret = await withApp(world);
      accepted(await world.auth.people.setRoles({ identifier: EVE }, { roles: ['key'], ...BY }));
      const { recovery, signIn } = world.auth;
      const client = new Client(world);
      await recovery.begin(client.caller, { identifier: EVE });
      await world.auth.runBackgroundWork();
      const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
      await client.keeps(recovery.confirm(client.caller, { token, next: NEXT }) as Promise<FlowReply>);
      await client.keeps(signIn.code(client.caller, 'totp', { code: client.totp(secret) }));
      return client;
    },
  ],
  [
    'a step-up',
    SINGLE,
    async (world) => {
      await newAccount(world, EVE);
      const client = await begins(world, PASSWORD);
      const asked = { strength: 'phishing-resistant' } as const;
      await client.keeps(world.auth.signIn.stepUp(client.caller, await client.session(), asked));
      const { sessionToken: _, ...caller } = client.caller;
      return { caller };
    },
  ],
  [
    'the first sign-in at a provider',
    KEY,
    async (world) => {
      const browser = new Browser(world);
      expect(await browser.signsIn({ subject: 'eve' })).toBe('enroll');
      return browser;
    },
  ],
  [
    'the first sign-in by a directory',
    KEY,
    async (world) => {
      const client = new Client(world);
      const asked = { identifier: 'eve', password: SECRET, method: 'ldap' } as const;
      await client.keeps(world.auth.signIn.begin(client.caller, asked));
      return client;
    },
  ],
];

const ACTS: readonly (readonly [string, (at: Waiting) => Promise<unknown>])[] = [
  ['a sign-out', async ({ world, id }) => accepted(await world.auth.people.endSessions({ accountId: id }, BY))],
  [
    'a block that was lifted again',
    async ({ world: { auth }, id }) => {
      accepted(await auth.people.block({ accountId: id }, { reason: 'a mistake', ...BY }));
      accepted(await auth.people.unblock({ accountId: id }, BY));
    },
  ],
  [
    'a reset of two-step verification',
    async ({ world, id }) => accepted(await world.auth.people.resetTwoStep({ accountId: id }, BY)),
  ],
  [
    'a reset of passkeys',
    async ({ world, id }) => accepted(await world.auth.people.resetPasskeys({ accountId: id }, BY)),
  ],
  [
    'a help-in',
    async ({ world, id }) => accepted(await world.auth.people.helpIn({ accountId: id }, { lost: ['app'], ...BY })),
  ],
];

async function waiting(
  policy: PolicyInput<string>,
  opens: (world: Corporate) => Promise<Waiting['client']>,
): Promise<Waiting> {
  const directory = Object.assign(new OneEntry(), { told: { subject: 's1', roles: [] } });
  const world = await corporate(policy, { directory });
  const client = await opens(world);
  world.now += MINUTE;
  return { world, client, id: await onlyAccount(world) };
}

async function registers({ world, client }: Waiting): Promise<() => Promise<string>> {
  const { auth } = world;
  const options = await auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return async () => (options as Refusal).refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
  return async () => {
    const reply = await auth.enroll.passkey(client.caller, { response });
    return isRefusal(reply) ? reply.refused : reply.answer.status;
  };
}

const CASES = FLOWS.flatMap(([flow, policy, opens]) => ACTS.map(([act, acts]) => ({ flow, policy, opens, act, acts })));

describe('a flow that waits for a passkey', () => {
  it.each(FLOWS)('X10 of %s sets the passkey up while nothing overtakes it', async (_, policy, opens) => {
    const at = await waiting(policy, opens);
    expect(await (await registers(at))()).toBe('complete');
    await at.world.auth.close();
  });

  it.each(CASES)('N15 X9 X10 of $flow sets nothing up after $act', async ({ policy, opens, acts }) => {
    const at = await waiting(policy, opens);
    const ends = await registers(at);
    await acts(at);
    expect(await ends()).toMatch(/^(flow-expired|method-not-allowed|invalid-credentials)$/);
    expect(await (await registers(at))()).toMatch(/^(flow-expired|method-not-allowed|invalid-credentials)$/);
    expect((await storedAccount(at.world.store, at.id)).passkeys).toEqual([]);
    await at.world.auth.close();
  });

  it('N15 X10 a person who proves anew in it goes on with no set-up from before a new password', async () => {
    const texts: { code: string }[] = [];
    const sms = { label: 'SMS', send: (one: { code: string }) => void texts.push(one), address: (raw: string) => raw };
    const texted = {
      anyOf: [
        [{ method: 'passkey' }],
        [{ method: 'password' }, { method: 'totp' }],
        [{ method: 'password' }, { method: 'sms-code' }],
      ],
    } as const;
    const policy: PolicyInput<string> = { ...KEY, providers: {}, requiredStrength: 'texted', strengths: { texted } };
    const world = await corporate(policy, { codes: { sms } });
    const id = await newAccount(world, EVE);
    const client = await begins(world, PASSWORD);
    const { auth } = world;
    const { secret } = accepted(await auth.enroll.secret(client.caller, 'totp'));
    accepted(await auth.enroll.code(client.caller, 'sms-code', { address: '+15550112' }));
    const registersPasskey = await registers({ world, client, id });
    accepted(await auth.people.setPassword({ accountId: id }, { password: NEXT, ...BY }));
    await client.keeps(auth.signIn.status(client.caller, { local: true }) as Promise<FlowReply>);
    const anew = await client.keeps(auth.signIn.password(client.caller, { password: NEXT }));
    expect(anew.answer).toMatchObject({ status: 'enroll', offer: [{}, {}, {}] });
    const WRONG = { refused: 'invalid-credentials' };
    expect(await auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(secret) })).toEqual(WRONG);
    const { code = '' } = texts.at(-1) ?? {};
    expect(await auth.enroll.confirmCode(client.caller, 'sms-code', { code })).toEqual(WRONG);
    expect(await registersPasskey()).toBe('invalid-credentials');
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
    await world.auth.close();
  });

  /** A password was shown, and the flow waits for Eve's passkey, when somebody signs her account out. */
  async function signedOut() {
    const world = await corporate({ requiredStrength: 'phishing-resistant', enrollment: KEY.enrollment });
    const id = await newAccount(world, EVE);
    const authenticator = createAuthenticator();
    const owner = await begins(world, PASSWORD);
    const { auth } = world;
    const made = accepted(await auth.enroll.passkeyOptions(owner.caller));
    const response = await authenticator.create({ ...made, extensions: {} }, { origin: auth.origin });
    await owner.keeps(auth.enroll.passkey(owner.caller, { response }));
    const client = await begins(world, PASSWORD);
    accepted(await auth.people.endSessions({ accountId: id }, BY));
    world.now += MINUTE;
    const asserts = async (challenge?: string) => {
      const asked = accepted(await auth.signIn.passkeyOptions(client.caller));
      const options = { ...asked, challenge: challenge ?? asked.challenge, extensions: {} };
      return { ...(await authenticator.get(options, { origin: auth.origin })), clientExtensionResults: {} };
    };
    return { world, client, asserts };
  }

  it('X2 its person is a stranger after a sign-out: a passkey has to say whose it is', async () => {
    const { world, client, asserts } = await signedOut();
    const { signIn } = world.auth;
    const right = await asserts();
    const { userHandle: _, ...silent } = right.response;
    expect(await signIn.passkey(client.caller, { ...right, response: silent })).toEqual({
      refused: 'invalid-credentials',
    });
    expect(await signIn.passkey(client.caller, await asserts())).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('X4 its person is a stranger after a sign-out, and fills no log with wrong passkeys', async () => {
    const { world, client, asserts } = await signedOut();
    const failures = async () =>
      (await world.store.listEvents(TENANT, { limit: 100, types: ['sign-in.failed'] })).items.length;
    for (let time = 0; time < 3; time++)
      expect(isRefusal(await world.auth.signIn.passkey(client.caller, await asserts('AAAA')))).toBe(true);
    expect(await failures()).toBe(0);
    const waits = await begins(world, PASSWORD);
    expect(isRefusal(await world.auth.signIn.passkey(waits.caller, await asserts('AAAA')))).toBe(true);
    expect(await failures()).toBe(1);
    await world.auth.close();
  });
});
