import type { PolicyInput } from '@sallyport/core';
import { type FlowReply, type HelpIn, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { expect, it } from 'vitest';
import { accepted } from '../acts/attacks/planting.test-support.ts';
import { ARMED, given, office, recordOf, signsIn, somebody } from '../administration/office.test-support.ts';
import {
  ADMINISTRATORS,
  Client,
  type Embedded,
  PASSWORD,
  signedIn,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const BEN = 'ben@example.org';
const NEXT = 'another battery, another staple';
const WRONG = { refused: 'invalid-credentials' };
const HOST = hostCode('host');
const DAY = 24 * 60 * 60_000;

async function code(
  { auth }: Embedded,
  lost: HelpIn['lost'],
  by: Parameters<typeof auth.people.helpIn>[1]['by'] = HOST,
) {
  const answer = await auth.people.helpIn({ identifier: BEN }, { lost, by });
  if (isRefusal(answer) || answer.enrollmentCode === undefined) throw new Error(JSON.stringify(answer));
  return answer.enrollmentCode;
}

const word = async (answer: Promise<FlowReply | Refusal>): Promise<unknown> => {
  const reply = await answer;
  if (isRefusal(reply)) return reply.refused;
  const { answer: said } = reply;
  if (said.status === 'enroll') return said.offer.map(({ method }) => method);
  return said.status === 'continue' ? said.accept.map(({ method }) => `shows ${method}`) : said.status;
};

/** A client that typed this identifier, and the password if there is one. */
async function begins(world: Embedded, identifier: string, password?: string): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password }));
  return client;
}

/** Shows the code, and keeps the flow. */
async function shows(world: Embedded, client: Client, input: { code: string; password?: string }): Promise<unknown> {
  return word(client.keeps(world.auth.signIn.enrollmentCode(client.caller, input)));
}

async function setsUpPasskey({ auth }: Embedded, client: Client): Promise<unknown> {
  const options = await auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
  return word(client.keeps(auth.enroll.passkey(client.caller, { response })));
}

/** The office under a policy, with Pia, who administers people. Both administrators signed in before the policy came into force. */
async function under(policy: PolicyInput<string>) {
  const at = await office();
  const { world } = at;
  await somebody(world, 'pia', ['admin']);
  const pia = await (await signsIn(world, 'pia@example.org')).session();
  await world.auth.policy.set('default', { administrators: ADMINISTRATORS, ...policy }, { ifVersion: 1, by: HOST });
  return { ...at, pia };
}

const BASELINE = { requiredStrength: 'baseline' } as const;

it('P14 X10 after a password the code opens a set-up, also where a code to the mailbox would do', async () => {
  const { world } = await under(BASELINE);
  const shown = await code(world, ['app']);
  const ben = await begins(world, BEN, PASSWORD);
  expect(await shows(world, ben, { code: shown.toUpperCase() })).toEqual(['passkey', 'totp']);
  expect((await ben.enrollsTotp()).reply.answer).toMatchObject({ status: 'complete' });
  const again = await begins(world, BEN, PASSWORD);
  expect(await world.auth.signIn.enrollmentCode(again.caller, { code: shown })).toEqual({
    refused: 'method-not-allowed',
  });
});

it('P13 the code of a lost factor is no first proof, as an unknown code', async () => {
  const { world } = await under(BASELINE);
  const shown = await code(world, ['app']);
  for (const identifier of [BEN, 'nobody@example.org']) {
    const client = await begins(world, identifier);
    expect(await world.auth.signIn.enrollmentCode(client.caller, { code: shown })).toEqual(WRONG);
  }
  const anyone = new Client(world);
  await world.auth.signIn.beginForAnyone(anyone.caller, {});
  expect(await world.auth.signIn.enrollmentCode(anyone.caller, { code: shown })).toEqual({ refused: 'flow-expired' });
});

it('W14 P14 where the password was lost, the code is the first proof, and leads to a passkey', async () => {
  const { world, ben: id } = await under(BASELINE);
  const shown = await code(world, ['password', 'app']);
  const ben = await begins(world, BEN);
  expect(await shows(world, ben, { code: shown })).toEqual(['passkey']);
  expect(await word(world.auth.signIn.status(ben.caller, { local: true }) as Promise<FlowReply>)).toEqual(['passkey']);
  expect(await setsUpPasskey(world, ben)).toBe('complete');
  expect(await recordOf(world, id)).not.toHaveProperty('enrollmentCode');
});

it('W14 P14 the code with a new password leads to the other proofs of the account, and to a set-up without them', async () => {
  const { world, ben: id } = await under({ requiredStrength: 'enhanced' });
  const shown = await code(world, ['password']);
  const ben = await begins(world, BEN);
  const { signIn } = world.auth;
  const weak = await signIn.enrollmentCode(ben.caller, { code: shown, password: 'short' });
  expect(weak).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'password' }] });
  expect(await shows(world, ben, { code: shown, password: NEXT })).toEqual(['passkey', 'totp']);
  expect((await ben.enrollsTotp()).reply.answer).toMatchObject({ status: 'complete' });
  expect((await storedAccount(world.store, id)).password).toMatchObject({ provenance: 'independent' });
  const anew = await code(world, ['password']);
  const client = await begins(world, BEN);
  expect(await shows(world, client, { code: anew, password: `${NEXT}!` })).toEqual([
    ...['shows totp', 'shows backup-code'],
  ]);
  expect(await begins(world, BEN, `${NEXT}!`)).toBeDefined();
});

it('P14 a code that leads nowhere alone asks for a new password, and stays unused', async () => {
  const { world } = await under({ methods: ['password'] });
  const shown = await code(world, ['password']);
  const ben = await begins(world, BEN);
  const { signIn } = world.auth;
  const alone = await signIn.enrollmentCode(ben.caller, { code: shown });
  expect(alone).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'password' }] });
  expect(await shows(world, ben, { code: shown, password: NEXT })).toEqual(['shows email-code']);
});

it('P14 a password that is not lost is not replaced', async () => {
  const { world } = await under({ requiredStrength: 'enhanced' });
  const shown = await code(world, ['app']);
  const ben = await begins(world, BEN, PASSWORD);
  const { signIn } = world.auth;
  expect(await signIn.enrollmentCode(ben.caller, { code: shown, password: NEXT })).toEqual({
    refused: 'method-not-allowed',
  });
  expect(await shows(world, ben, { code: shown })).toEqual(['passkey', 'totp']);
});

it('X3 P14 the code works once, for its own account, for a day, and until a newer code', async () => {
  const { world } = await under(BASELINE);
  const { signIn } = world.auth;
  await signedIn(world, 'eve@example.org');
  const shown = await code(world, ['password']);
  const eve = await begins(world, 'eve@example.org');
  expect(await signIn.enrollmentCode(eve.caller, { code: shown })).toEqual(WRONG);
  const both = await Promise.all([begins(world, BEN), begins(world, BEN)]);
  const answers = await Promise.all(both.map(({ caller }) => word(signIn.enrollmentCode(caller, { code: shown }))));
  expect(answers).toContainEqual(['passkey']);
  expect(answers).toContain('invalid-credentials');
  const waiting = both[answers[0] === 'invalid-credentials' ? 1 : 0];
  const [older, newer] = [await code(world, ['password']), await code(world, ['password'])];
  if (waiting !== undefined) expect(await setsUpPasskey(world, waiting)).toBe('method-not-allowed');
  const client = await begins(world, BEN);
  expect(await signIn.enrollmentCode(client.caller, { code: older })).toEqual(WRONG);
  world.now += DAY;
  const late = await begins(world, BEN);
  expect(await signIn.enrollmentCode(late.caller, { code: newer })).toEqual(WRONG);
});

it('P18 a block stays, and the code of a blocked account opens nothing', async () => {
  const { world, ben: accountId } = await under(BASELINE);
  await world.auth.people.block({ accountId }, { reason: 'stop', by: HOST });
  const shown = await code(world, ['password']);
  const ben = await begins(world, BEN);
  const { signIn } = world.auth;
  expect(await word(signIn.enrollmentCode(ben.caller, { code: shown, password: NEXT }))).toBe('account-blocked');
  expect(await word(signIn.enrollmentCode(ben.caller, { code: shown }))).toBe('account-blocked');
  expect(await recordOf(world, accountId)).not.toHaveProperty('password');
});

it('W4 N15 the code of a people administrator is void when the account gains a role of the policy meanwhile', async () => {
  const { world, ben: accountId, pia } = await under(BASELINE);
  const { people, signIn } = world.auth;
  const shown = await code(world, ['password'], pia);
  const ben = await begins(world, BEN);
  expect(await shows(world, ben, { code: shown })).toEqual(['passkey']);
  await people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by: HOST });
  expect(await setsUpPasskey(world, ben)).not.toBe('complete');
  const again = await begins(world, BEN);
  expect(await signIn.enrollmentCode(again.caller, { code: shown })).toEqual(WRONG);
  expect((await recordOf(world, accountId)).passkeys).toEqual([]);
});

it('W4 N15 a password chosen by the code of an administrator goes with a role of the policy, as the passkey does', async () => {
  const { world, ben: accountId, pia } = await under(BASELINE);
  const shown = await code(world, ['password'], pia);
  const ben = await begins(world, BEN);
  await shows(world, ben, { code: shown, password: NEXT });
  expect((await recordOf(world, accountId)).password?.setUpBy).toBe(pia.accountId);
  const promoted = await world.auth.people.setRoles({ accountId }, { roles: ['super-admin'], force: true, by: HOST });
  expect(promoted).toMatchObject({ roles: ['super-admin'] });
  expect((await recordOf(world, accountId)).password).toBeUndefined();
});

it('X13 P14 in a recovery the code stands in for the other factor', async () => {
  const { world, ben: accountId } = await under(BASELINE);
  await given(world, accountId, ARMED);
  const { recovery, signIn } = world.auth;
  const shown = await code(world, ['app']);
  const client = new Client(world);
  await recovery.begin(client.caller, { identifier: BEN });
  await world.auth.runBackgroundWork();
  const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  const asked = await client.keeps(recovery.confirm(client.caller, { token, next: NEXT }) as Promise<FlowReply>);
  expect(asked.answer).toMatchObject({ accept: [{ method: 'passkey' }, { method: 'enrollment-code' }] });
  expect(await shows(world, client, { code: shown })).toEqual(['passkey', 'totp']);
  expect(await begins(world, BEN, NEXT)).toBeDefined();
  expect(await word(signIn.status(client.caller, { local: true }) as Promise<FlowReply>)).toEqual(['passkey', 'totp']);
});

it('X4 X6 guesses at the code are counted before a proof too, for each identifier alike', async () => {
  const { world } = await under(BASELINE);
  await code(world, ['password']);
  const { signIn } = world.auth;
  for (const identifier of [BEN, 'nobody@example.org']) {
    const client = await begins(world, identifier);
    const answers: unknown[] = [];
    for (let count = 0; count < 11; count++)
      answers.push(await word(signIn.enrollmentCode(client.caller, { code: 'aaaa-aaaa-aaaa-aaaa' })));
    expect(answers).toEqual([...Array(10).fill('invalid-credentials'), 'locked']);
  }
});

it('P14 X5 guesses of strangers lock nobody who has the code out: a wrong code is refused, and the right one counts', async () => {
  const { world } = await under(BASELINE);
  const shown = await code(world, ['password']);
  const { signIn } = world.auth;
  const guess = async (): Promise<unknown> =>
    word(signIn.enrollmentCode((await begins(world, BEN)).caller, { code: 'aaaa-aaaa-aaaa-aaaa' }));
  for (let count = 0; count < 12; count++) await guess();
  const failures = async () =>
    (await world.store.listEvents(TENANT, { limit: 100, types: ['sign-in.failed', 'account.locked'] })).items.length;
  const before = await failures();
  expect(await guess()).toBe('locked');
  expect(await failures()).toBe(before);
  const ben = await begins(world, BEN);
  expect(await shows(world, ben, { code: shown, password: NEXT })).toEqual(['shows email-code']);
  await world.auth.close();
});

it('X27 N15 a new password that other rules judged is not set', async () => {
  const { world, ben: accountId, beforeTheNext } = await under(BASELINE);
  const shown = await code(world, ['password']);
  const ben = await begins(world, BEN);
  const { policy, signIn } = world.auth;
  const { version } = await policy.current('default');
  beforeTheNext('commit', async () => {
    await policy.set(
      'default',
      { administrators: ADMINISTRATORS, passwords: { minimum: 40 } },
      { ifVersion: version, by: HOST },
    );
  });
  expect(await signIn.enrollmentCode(ben.caller, { code: shown, password: NEXT })).toEqual(WRONG);
  expect(await recordOf(world, accountId)).not.toHaveProperty('password');
});

it('P14 X13 a sign-in that waited for the help is over, and says so: the code stays for the next sign-in', async () => {
  const { world } = await under(BASELINE);
  const waiting = await begins(world, BEN, PASSWORD);
  const shown = await code(world, ['app']);
  for (const typed of [shown, '2345-6789-abcd-efgh'])
    for (let turn = 0; turn < 12; turn++)
      expect(await word(world.auth.signIn.enrollmentCode(waiting.caller, { code: typed }))).toBe('flow-expired');
  expect(await world.auth.signIn.status(waiting.caller, { local: false })).toMatchObject({
    answer: { status: 'continue', accept: [{ method: 'password' }] },
  });
  const ben = await begins(world, BEN, PASSWORD);
  expect(await shows(world, ben, { code: shown })).toEqual(['passkey', 'totp']);
});

it('X10 a passkey that is set up with the code is kept where it is no way in, and the sign-in goes on at the provider', async () => {
  const world = await corporate({
    requiredStrength: 'phishing-resistant',
    methods: ['password', 'sso'],
    administrators: ADMINISTRATORS,
    providers: { corp: {} },
  });
  const { accountId } = accepted(
    await world.auth.people.create({
      ...{ identifier: BEN, email: BEN, password: PASSWORD },
      ...{ externalIds: [{ provider: 'corp', subject: 'ben' }], by: HOST },
    }),
  );
  const shown = await code(world, ['password', 'app', 'passkey']);
  const ben = await begins(world, BEN);
  expect(await shows(world, ben, { code: shown })).toEqual(['passkey']);
  expect(await setsUpPasskey(world, ben)).toEqual(['shows sso']);
  expect((await storedAccount(world.store, accountId)).passkeys).toHaveLength(1);
  await world.auth.close();
});

it('P14 X13 says so, too, where the help took every proof, and the next sign-in takes a new password with the code', async () => {
  const { world } = await under({ requiredStrength: 'enhanced' });
  const waiting = await begins(world, BEN, PASSWORD);
  const shown = await code(world, ['password', 'app']);
  expect(await world.auth.signIn.status(waiting.caller, { local: false })).toMatchObject({
    ...{ refused: 'flow-expired', keep: { flow: null } },
  });
  const ben = await begins(world, BEN);
  expect(await shows(world, ben, { code: shown, password: NEXT })).toEqual(['passkey', 'totp']);
});

it('P14 X13 says so, too, where the rule asks for a passkey, and the sign-in waited for the code', async () => {
  const { world } = await under({ requiredStrength: 'phishing-resistant' });
  const waiting = await begins(world, BEN, PASSWORD);
  const shown = await code(world, ['app']);
  expect(await word(world.auth.signIn.enrollmentCode(waiting.caller, { code: shown }))).toBe('flow-expired');
  const again = await begins(world, BEN, PASSWORD);
  expect(await shows(world, again, { code: shown })).toEqual(['passkey']);
});

it('X5 X27 whoever has the code cannot try passwords against the lost one without a count', async () => {
  const { world } = await under({ passwords: { history: 4 } });
  const shown = await code(world, ['password']);
  /** Leaves the flow while the password is judged: the code stays unused. */
  const tries = async (password: string): Promise<unknown> => {
    const client = await begins(world, BEN);
    const asked = world.auth.signIn.enrollmentCode(client.caller, { code: shown, password });
    for (let turns = 0; turns < 3; turns++) await Promise.resolve();
    await world.auth.signIn.abandon(client.caller);
    return word(asked);
  };
  const answers: unknown[] = [];
  for (let guess = 0; guess < 12; guess++) answers.push(await tries(`${guess} horses, ${guess} staples`));
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 'flow-conflict'), 'locked', 'locked']);
  expect(await tries(PASSWORD)).toBe('locked');
  world.now += DAY / 2;
  expect(await shows(world, await begins(world, BEN), { code: shown, password: NEXT })).toEqual(['shows email-code']);
  await world.auth.close();
});

it('P14 who left the sign-in with the code is told that the code is in use, and enters it again afterwards', async () => {
  const { world } = await under(BASELINE);
  const shown = await code(world, ['app']);
  const left = await begins(world, BEN, PASSWORD);
  expect(await shows(world, left, { code: shown })).toEqual(['passkey', 'totp']);
  const again = await begins(world, BEN, PASSWORD);
  await expect(shows(world, again, { code: shown })).rejects.toThrow('invalid-credentials');
  world.now += 30 * 60_000;
  expect(await shows(world, await begins(world, BEN, PASSWORD), { code: shown })).toEqual(['passkey', 'totp']);
  await world.auth.close();
});
