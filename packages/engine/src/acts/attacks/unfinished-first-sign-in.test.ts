import { type AccountId, hostCode, isRefusal, type People } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { showsPasskey } from '../../administration/import-people.test-support.ts';
import { Client, type Embedded, embedded, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepts } from './mailed-links.test-support.ts';
import { tokenTo } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const [WRONG, RIGHT] = ['ida@exampel.org', 'ida@example.org'];
const by = hostCode('hr');
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

/** A policy under which one passkey of a telephone is not enough: it asks for a passkey that stays in its device. */
const DEVICE_BOUND = {
  strengths: { 'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
  requiredStrength: 'office-key',
} as const;

/** Registers a passkey in the flow of a client. Answers the status of the flow, or the refusal. */
async function adds(world: Embedded, client: Client, key: SoftwareAuthenticator): Promise<string> {
  const { enroll, origin } = world.auth;
  const options = await enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return options.refused;
  const response = await key.create({ ...options, extensions: {} }, { origin });
  return (await client.keeps(enroll.passkey(client.caller, { response }))).answer.status;
}

/** Signs in with a passkey. Answers the status of the flow, or the refusal. */
async function shows(world: Embedded, key: SoftwareAuthenticator): Promise<string> {
  const client = new Client(world);
  const reply = await showsPasskey(world, client, key);
  return isRefusal(reply) ? reply.refused : (await client.keeps(Promise.resolve(reply))).answer.status;
}

/** A stranger opens Ida's mail, sets a passkey of a telephone up, and leaves. No session exists. */
async function left(begins: 'an invitation' | 'a sign-up') {
  const world = await embedded({ policy: DEVICE_BOUND });
  const { people, invitations, signUp } = world.auth;
  const telephone = createAuthenticator({ backupEligible: true });
  if (begins === 'an invitation') accepted(await people.create({ identifier: 'ida', email: WRONG, invite: true, by }));
  const opens = async (client: Client): Promise<void> => {
    if (begins === 'an invitation') {
      await client.keeps(invitations.accept(client.caller, { token: tokenTo(world, WRONG, 'invitation') }));
      return;
    }
    await signUp.begin(ANYBODY, { email: WRONG });
    await world.auth.runBackgroundWork();
    await client.keeps(signUp.confirm(client.caller, { token: tokenTo(world, WRONG, 'sign-up') }));
  };
  const stranger = new Client(world);
  await opens(stranger);
  expect(await adds(world, stranger, telephone)).toBe('enroll');
  world.now += 60_000;
  const [account] = (await people.list()).accounts;
  return { world, stranger, telephone, opens, id: (account?.accountId ?? '') as AccountId };
}

type Does = (people: People, accountId: AccountId) => Promise<unknown>;

const OVERTAKES: readonly (readonly [string, Does])[] = [
  ['another mailbox', (people, accountId) => people.setEmail({ accountId }, { email: RIGHT, by })],
  ['no mailbox', (people, accountId) => people.setEmail({ accountId }, { email: null, by })],
  ['a sign-out', (people, accountId) => people.endSessions({ accountId }, { by })],
  ['a code of an administrator', (people, accountId) => people.vouch({ accountId }, { by })],
  ['a help-in', (people, accountId) => people.helpIn({ accountId }, { lost: ['mailbox'], email: RIGHT, by })],
  ['a reset of the second factors', (people, accountId) => people.resetTwoStep({ accountId }, { by })],
  ['a reset of the passkeys', (people, accountId) => people.resetPasskeys({ accountId }, { by })],
];

const OF_INVITATIONS: typeof OVERTAKES = [
  ['a newer invitation', (people, accountId) => people.invite({ accountId }, { by })],
  ['an invitation that is taken back', (people, accountId) => people.withdrawInvitation({ accountId }, { by })],
];

const OF_SIGN_UPS: typeof OVERTAKES = [
  ['a role', (people, accountId) => people.setRoles({ accountId }, { roles: ['finance'], by })],
  [
    'a role of administration',
    (people, accountId) => people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by }),
  ],
  ['a key of the host', (people, accountId) => people.setExternalId({ accountId }, { externalId: '42', by })],
  ['another name', (people, accountId) => people.rename({ accountId }, { identifier: 'ida', by })],
  [
    'a strength of its own',
    (people, accountId) => people.setRequiredStrength({ accountId }, { requiredStrength: 'enhanced', by }),
  ],
];

const CASES = [
  ...[...OVERTAKES, ...OF_INVITATIONS].map(([title, does]) => ['an invitation', title, does] as const),
  ...[...OVERTAKES, ...OF_SIGN_UPS].map(([title, does]) => ['a sign-up', title, does] as const),
];

describe('what a first sign-in without a session set up', () => {
  it.each(CASES)('X3 X21 of %s goes with %s, and opens nothing', async (begins, _, does) => {
    const { world, stranger, telephone, id } = await left(begins);
    accepted((await does(world.auth.people, id)) as object);
    const { passkeys, backupCodes } = await storedAccount(world.store, id);
    expect({ passkeys, backupCodes }).toEqual({ passkeys: [], backupCodes: undefined });
    const { events } = await world.auth.events({ of: { accountId: id } });
    expect(events.map(({ type }) => type)).not.toContain('factor.enrolled');
    expect(await shows(world, telephone)).toBe('invalid-credentials');
    expect(await adds(world, stranger, createAuthenticator())).toBe('flow-expired');
    await world.auth.close();
  });

  it.each(['an invitation', 'a sign-up'] as const)('X21 X3 of %s is nothing of the account', async (begins) => {
    const { world, telephone, id } = await left(begins);
    const { passkeys, backupCodes } = await storedAccount(world.store, id);
    expect({ passkeys, backupCodes }).toEqual({ passkeys: [] });
    expect(await shows(world, telephone)).toBe('invalid-credentials');
    await world.auth.close();
  });

  it('X21 X18 of an invitation stays in its own flow, and is the owner’s and in the log from the first session on', async () => {
    const { world, stranger, telephone, id } = await left('an invitation');
    expect(await adds(world, stranger, createAuthenticator())).toBe('complete');
    const { events } = await world.auth.events({ of: { accountId: id } });
    const told = events.map(({ type }) => type).filter((type) => /enrolled|issued|succeeded/.test(type));
    expect(told.sort()).toEqual([
      ...['backup-codes.issued', 'factor.enrolled', 'factor.enrolled', 'sign-in.succeeded'],
    ]);
    accepted(await world.auth.people.endSessions({ accountId: id }, { by }));
    expect((await storedAccount(world.store, id)).passkeys).toHaveLength(2);
    expect(await shows(world, telephone)).toBe('continue');
    await world.auth.close();
  });

  it.each(['an invitation', 'a sign-up'] as const)('X21 X3 of %s counts in no other first sign-in', async (begins) => {
    const { world, stranger, telephone, opens, id } = await left(begins);
    world.now += 30 * 60_000;
    const owner = new Client(world);
    await opens(owner);
    const { passkeys, backupCodes } = await storedAccount(world.store, id);
    expect({ passkeys, backupCodes }).toEqual({ passkeys: [] });
    expect(await shows(world, telephone)).toBe('invalid-credentials');
    expect(await adds(world, owner, createAuthenticator())).toBe('complete');
    expect(await adds(world, stranger, createAuthenticator())).toBe('flow-expired');
    expect((await storedAccount(world.store, id)).passkeys).toHaveLength(1);
    await world.auth.close();
  });

  it('X21 X3 X18 of a sign-up that is still open goes with the first session of another flow', async () => {
    const { world, stranger, opens, id } = await left('a sign-up');
    const owner = new Client(world);
    await opens(owner);
    // The stranger's link is not over: nobody has signed in yet.
    expect(await adds(world, stranger, createAuthenticator({ backupEligible: true }))).toBe('enroll');
    const own = createAuthenticator();
    expect(await adds(world, owner, own)).toBe('complete');
    expect((await storedAccount(world.store, id)).passkeys).toHaveLength(1);
    expect(await shows(world, own)).toBe('complete');
    await world.auth.close();
  });

  it('X21 X3 of a sign-up is not asked for in the first sign-in at a provider', async () => {
    const providers = { corp: { mailDomains: ['example.org'], createAccounts: true } };
    const world = await corporate({ requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' }, providers });
    const { signUp, people } = world.auth;
    await signUp.begin(ANYBODY, { email: RIGHT });
    await world.auth.runBackgroundWork();
    const stranger = new Client(world);
    await stranger.keeps(signUp.confirm(stranger.caller, { token: tokenTo(world, RIGHT, 'sign-up') }));
    const options = await world.auth.enroll.passkeyOptions(stranger.caller);
    if (isRefusal(options)) throw new Error(options.refused);
    const shown = { origin: world.auth.origin, userVerified: false };
    const response = await createAuthenticator().create({ ...options, extensions: {} }, shown);
    expect((await stranger.keeps(world.auth.enroll.passkey(stranger.caller, { response }))).answer.status).toBe(
      'enroll',
    );

    const browser = new Browser(world);
    const told = await browser.signsIn({ subject: 'ida', email: { address: RIGHT, verified: true } });
    expect(told).toBe('enroll');
    const [account] = (await people.list()).accounts;
    expect((await storedAccount(world.store, account?.accountId as AccountId)).passkeys).toEqual([]);
    await world.auth.close();
  });

  it('X21 W12 of an invitation is no way in for a help-in, which has nothing of it to take', async () => {
    const { world, id } = await left('an invitation');
    const { people, signIn } = world.auth;
    const asked = { lost: ['mailbox'], email: RIGHT, by } as const;
    const previewed = accepted(await people.helpIn({ accountId: id }, { ...asked, preview: true }));
    const helped = accepted(await people.helpIn({ accountId: id }, asked));
    for (const { ends } of [previewed, helped])
      expect(ends).not.toContainEqual(expect.objectContaining({ kind: 'passkey' }));
    const ida = new Client(world);
    await ida.keeps(signIn.begin(ida.caller, { identifier: 'ida' }));
    const shown = { code: helped.enrollmentCode ?? '', password: PASSWORD };
    expect((await ida.keeps(signIn.enrollmentCode(ida.caller, shown))).answer.status).toBe('enroll');
    await world.auth.close();
  });

  it('X21 of a sign-up goes on beside a role that the host gives with the first session', async () => {
    const given: Promise<unknown>[] = [];
    const world: Embedded = await embedded({
      policy: { requiredStrength: 'enhanced', onTighten: 'step-up' },
      onEvent: ({ type, accountId }) => {
        if (type === 'sign-in.succeeded' && accountId !== undefined)
          given.push(world.auth.people.setRoles({ accountId }, { roles: ['member'], by }));
      },
    });
    const ida = new Client(world);
    await world.auth.signUp.begin(ANYBODY, { email: RIGHT });
    await world.auth.runBackgroundWork();
    await ida.keeps(
      world.auth.signUp.confirm(ida.caller, { token: tokenTo(world, RIGHT, 'sign-up'), password: PASSWORD }),
    );
    await ida.enrollsTotp();
    await world.auth.runBackgroundWork();
    expect((await Promise.all(given)).length).toBe(1);
    expect((await storedAccount(world.store, (await ida.session()).accountId)).roles).toEqual(['member']);
    await world.auth.close();
  });

  it('X21 of a sign-up goes, if the host’s word overtakes it, and the person can be invited', async () => {
    const { world, id } = await left('a sign-up');
    const { people, signUp } = world.auth;
    accepted(await people.setPassword({ accountId: id }, { password: PASSWORD, by }));
    await signUp.begin(ANYBODY, { email: WRONG });
    await world.auth.runBackgroundWork();
    expect(world.mails.at(-1)).toMatchObject({ kind: 'sign-up-taken', to: WRONG });
    expect(await people.invite({ accountId: id }, { by })).toHaveProperty('invitation.expiresAt');
    expect(await accepts(world, new Client(world), tokenTo(world, WRONG, 'invitation'))).toBe('enroll');
    await world.auth.close();
  });

  it('X3 P12 also an identity that a mistyped address linked', async () => {
    const providers = { corp: { mailDomains: ['corp.example'], createAccounts: true } };
    const world = await corporate({ requiredStrength: 'baseline', providers });
    const { people } = world.auth;
    const made = { identifier: 'ida', email: 'ida.m@corp.example', roles: ['finance'], invite: true, by } as const;
    const { accountId } = accepted(await people.create(made));
    const colleague = { subject: 'ida.m', email: { address: 'ida.m@corp.example', verified: true } };
    await new Browser(world).signsIn(colleague);
    accepted(await people.setEmail({ accountId }, { email: 'ida.n@corp.example', by }));
    expect((await storedAccount(world.store, accountId as AccountId)).externalIds ?? []).toEqual([]);
    await world.auth.close();
  });
});
