import { type HelpedIn, type HelpIn, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, TENANT } from '../embedded.test-support.ts';
import { ARMED, actOnBen, BEN, given, guesses, office, recordOf, signsIn, somebody } from './office.test-support.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CODE = /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/;
const EVERYTHING: HelpIn = { lost: ['app', 'passkey', 'mailbox', 'password'] };
const kinds = (items: HelpedIn['ends']): readonly string[] => items.map(({ kind, id }) => id ?? kind);

function helped(answer: HelpedIn | Refusal): HelpedIn {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer;
}

it('P14 P13 one commit takes everything that is lost, with one event each, and issues a code for a day', async () => {
  const on = await office();
  const { world, ben, commits, root } = on;
  const before = await given(world, ben, ARMED);
  const { length } = commits;
  const answer = helped(await world.auth.people.helpIn({ accountId: ben }, { ...EVERYTHING, by: root }));
  expect(answer).toEqual({
    ends: expect.arrayContaining([
      ...[{ kind: 'totp' }, { kind: 'backup-codes' }, { kind: 'passkey', id: 'k1', name: 'Key k1' }],
      ...[{ kind: 'passkey', id: 'k2', name: 'Key k2' }, { kind: 'password' }, { kind: 'email', name: BEN }],
    ]),
    keeps: [],
    enrollmentCode: expect.stringMatching(CODE),
    expiresAt: world.now + DAY,
  });
  expect(commits.length).toBe(length + 1);
  const actor = root.accountId;
  expect(commits.at(-1)?.events).toEqual([
    actOnBen(on, 'two-step.reset', actor),
    actOnBen(on, 'passkeys.reset', actor, { detail: { count: 2 } }),
    actOnBen(on, 'password.reset', actor),
    actOnBen(on, 'account.email-changed', actor, { detail: { from: 'b•••@example.org', to: undefined } }),
  ]);
  expect(commits.at(-1)).toMatchObject({
    ...{ tenant: TENANT, endSessions: { accountId: ben }, forgetDevices: { accountId: ben } },
    clearCounters: { subject: ben, by: hostCode('rebinding'), authenticators: ['enrollment-code'] },
  });
  const after = await recordOf(world, ben);
  expect(after).toMatchObject({ version: before.version + 1, epoch: before.epoch + 1, passkeys: [] });
  for (const gone of ['totp', 'backupCodes', 'password', 'email']) expect(after).not.toHaveProperty(gone);
});

it('P14 W4 the list and the overview say that a code waits for its owner, until the owner enters the code or the code ends', async () => {
  const { world, ben } = await office();
  const { people, signIn, audit } = world.auth;
  const seen = async () => {
    const { accounts } = await people.list({ tenant: TENANT, query: BEN });
    const { helpedIn, noWayIn } = await audit.overview(TENANT);
    return {
      ...{ group: accounts[0]?.group, code: accounts[0]?.helpInCode, settingUp: accounts[0]?.settingUp },
      ...{ helpedIn, noWayIn },
    };
  };
  const help = () => people.helpIn({ accountId: ben }, { ...EVERYTHING, by: hostCode('desk') });
  await given(world, ben, ARMED);
  expect(await seen()).toEqual({ group: 'meets', code: undefined, helpedIn: 0, noWayIn: 0 });
  const { enrollmentCode: code = '', expiresAt } = helped(await help());
  const waits = { group: 'noWayIn', code: { expiresAt }, helpedIn: 1, noWayIn: 1 };
  const helpless = { ...waits, code: undefined, helpedIn: 0 };
  expect(await seen()).toEqual(waits);
  const client = new Client(world);
  await client.keeps(signIn.begin(client.caller, { identifier: BEN }));
  await client.keeps(signIn.enrollmentCode(client.caller, { code }));
  const end = world.now + 30 * MINUTE;
  expect(await seen()).toEqual({ ...helpless, settingUp: { expiresAt: end } });
  world.now = end;
  expect(await seen()).toEqual(waits);
  await help();
  expect(await seen()).toEqual({ ...waits, code: { expiresAt: world.now + DAY } });
  world.now += DAY;
  expect(await seen()).toEqual(helpless);
});

it('P14 the view of the account has the code until its end, and whether the person entered the code', async () => {
  const { world, ben, root } = await office();
  await given(world, ben, ARMED);
  const { people, signIn } = world.auth;
  const codeOf = async () => {
    const shown = await people.show({ accountId: ben }, { by: root });
    return isRefusal(shown) ? shown : shown.enrollmentCode;
  };
  expect(await codeOf()).toBeUndefined();
  const { enrollmentCode: code = '', expiresAt } = helped(
    await people.helpIn({ accountId: ben }, { ...EVERYTHING, by: hostCode('desk') }),
  );
  expect(await codeOf()).toEqual({ expiresAt, used: false });
  const client = new Client(world);
  await client.keeps(signIn.begin(client.caller, { identifier: BEN }));
  await client.keeps(signIn.enrollmentCode(client.caller, { code }));
  const end = world.now + 30 * MINUTE;
  expect(await codeOf()).toEqual({ expiresAt, used: true, setUpUntil: end });
  const { items } = await world.store.listEvents(TENANT, { limit: 9, types: ['enrollment-code.used'] });
  expect(items).toMatchObject([{ accountId: ben }]);
  // The person left the sign-in, and can enter the code again.
  world.now = end;
  expect(await codeOf()).toEqual({ expiresAt, used: false });
  world.now += DAY;
  expect(await codeOf()).toBeUndefined();
});

it('P14 W4 the view of the account has no code after a sign-in with the code, also if the person only chose a new password', async () => {
  const { world, ben, root } = await office();
  const { people, signIn } = world.auth;
  const { enrollmentCode: code = '' } = helped(
    await people.helpIn({ accountId: ben }, { lost: ['password'], by: hostCode('desk') }),
  );
  const client = new Client(world);
  await client.keeps(signIn.begin(client.caller, { identifier: BEN }));
  const answer = await client.keeps(
    signIn.enrollmentCode(client.caller, { code, password: 'an entirely new pass phrase' }),
  );
  expect(answer).toMatchObject({ answer: { status: 'complete' } });
  expect(await people.show({ accountId: ben }, { by: root })).toMatchObject({ enrollmentCode: undefined });
  expect(await recordOf(world, ben)).not.toHaveProperty('enrollmentCode');
});

it('N12 the log says that a code was used with the method of the code, also if the person chose a new password', async () => {
  const { world, ben } = await office();
  const { people, signIn } = world.auth;
  const { enrollmentCode: code = '' } = helped(
    await people.helpIn({ accountId: ben }, { lost: ['password'], by: hostCode('desk') }),
  );
  const client = new Client(world);
  await client.keeps(signIn.begin(client.caller, { identifier: BEN }));
  await client.keeps(signIn.enrollmentCode(client.caller, { code, password: 'an entirely new pass phrase' }));
  for (const type of ['enrollment-code.used', 'sign-in.started'] as const) {
    const { items } = await world.store.listEvents(TENANT, { limit: 9, types: [type] });
    expect(items[0]).toMatchObject({ accountId: ben, method: 'enrollment-code' });
  }
});

it('P14 P15 takes one passkey, and keeps the rest; a new mailbox replaces the lost one', async () => {
  const on = await office();
  const { world, ben, commits } = on;
  await given(world, ben, ARMED);
  const { people } = world.auth;
  const lost = { lost: ['passkey', 'mailbox'], passkeys: ['k2'], email: ' Ben@New.example' } as const;
  const answer = helped(await people.helpIn({ accountId: ben }, { ...lost, by: hostCode('desk') }));
  expect(kinds(answer.ends)).toEqual(['k2', 'email']);
  expect(kinds(answer.keeps)).toEqual(['k1', 'password', 'totp', 'backup-codes']);
  expect(commits.at(-1)?.events.map(({ type, detail }) => [type, detail])).toEqual([
    ['enrollment.vouched', undefined],
    ['passkey.revoked', { passkey: 'k2' }],
    ['account.email-changed', { from: 'b•••@example.org', to: 'b•••@new.example' }],
  ]);
  expect(await recordOf(world, ben)).toMatchObject({ email: { address: 'ben@new.example', verifiedAt: world.now } });
});

it('P14 a factor that the account does not have is no fault, and a preview changes nothing', async () => {
  const { world, ben, commits, root } = await office();
  await signsIn(world, BEN, []);
  commits.length = 0;
  const before = await recordOf(world, ben);
  const preview = await world.auth.people.helpIn({ accountId: ben }, { ...EVERYTHING, preview: true, by: root });
  expect(preview).toEqual({
    ends: [{ kind: 'password' }, { kind: 'email', name: BEN }, { kind: 'sessions' }, { kind: 'devices' }],
    keeps: [],
  });
  expect(await recordOf(world, ben)).toEqual(before);
  expect(commits).toEqual([]);
  expect(helped(await world.auth.people.helpIn({ accountId: ben }, { lost: ['app'], by: root })).ends).toEqual([
    ...[{ kind: 'sessions' }, { kind: 'devices' }],
  ]);
  expect(commits.at(-1)?.events.map(({ type }) => type)).toEqual(['enrollment.vouched']);
});

it('W4 N15 a people administrator helps no policy administrator in, not even for a look', async () => {
  const { world, ben, root } = await office();
  await somebody(world, 'pia', ['admin']);
  const pia = await (await signsIn(world, 'pia@example.org')).session();
  const { people } = world.auth;
  for (const preview of [true, false])
    expect(
      await people.helpIn(
        { accountId: root.accountId },
        { lost: ['passkey'], passkeys: ['nobodys'], preview, by: pia },
      ),
    ).toMatchObject({ refused: 'not-permitted' });
  expect(await people.helpIn({ accountId: ben }, { lost: ['app'], by: pia })).toHaveProperty('enrollmentCode');
  await people.block({ accountId: ben }, { reason: 'stop', by: root });
  // The lost mailbox would let the person that a policy administrator blocked come back.
  expect(await people.helpIn({ accountId: ben }, { lost: ['mailbox'], by: pia })).toEqual({ refused: 'not-permitted' });
  expect(await people.helpIn({ accountId: ben }, { lost: ['app'], by: root })).toHaveProperty('enrollmentCode');
  expect(await recordOf(world, ben)).toHaveProperty('block');
});

it('N15 the last policy administrator loses no factor that the office needs', async () => {
  const { world, root } = await office();
  await given(world, root.accountId, ARMED);
  expect(
    await world.auth.people.helpIn({ accountId: root.accountId }, { ...EVERYTHING, by: hostCode('host') }),
  ).toEqual({
    refused: 'policy-strands-administrators',
  });
});

it.each([
  [{ lost: [] }, 'lost'],
  [{ lost: ['keys'] }, 'lost'],
  [{ lost: 'app' }, 'lost'],
  [{ lost: ['app'], passkeys: ['k1'] }, 'passkeys'],
  [{ lost: ['passkey'], passkeys: [] }, 'passkeys'],
  [{ lost: ['app'], email: 'ben@new.example' }, 'email'],
  [{ lost: ['mailbox'], email: 'nobody' }, 'email'],
  [{ lost: ['app'], preview: 'yes' }, 'preview'],
])('X7 %j is refused, and changes nothing', async (input, path) => {
  const { world, ben, commits } = await office();
  const asked = { ...(input as unknown as HelpIn), by: hostCode('host') };
  expect(await world.auth.people.helpIn({ accountId: ben }, asked)).toMatchObject({
    ...{ refused: 'malformed-input', errors: [{ path }] },
  });
  const unknown = await world.auth.people.helpIn(
    { accountId: ben },
    { lost: ['passkey'], passkeys: ['unknown'], by: hostCode('host') },
  );
  expect(unknown).toEqual({ refused: 'not-found' });
  expect(commits).toEqual([]);
});

it('X3 twenty at once: each is one act, and the last code alone is valid', async () => {
  const { world, ben } = await office();
  await given(world, ben, ARMED);
  await guesses(world, ben, { at: 'enrollment-code' });
  const { people, signIn } = world.auth;
  const codes = (
    await Promise.all(
      Array.from({ length: 20 }, () => people.helpIn({ accountId: ben }, { lost: ['password'], by: hostCode('host') })),
    )
  ).map((answer) => (isRefusal(answer) ? answer.refused : answer.enrollmentCode));
  const events = (await world.store.listEvents(TENANT, { limit: 100 })).items;
  const given20 = codes.filter((code) => CODE.test(code ?? ''));
  expect(events.filter(({ type }) => type === 'enrollment.vouched')).toHaveLength(given20.length);
  expect(events.filter(({ type }) => type === 'password.reset')).toHaveLength(1);
  const client = new Client(world);
  await client.keeps(signIn.begin(client.caller, { identifier: BEN }));
  const status: string[] = [];
  for (const code of given20) {
    const answer = await signIn.enrollmentCode(client.caller, { code: code ?? '' });
    status.push(isRefusal(answer) ? answer.refused : answer.answer.status);
    if (!isRefusal(answer)) break;
    await world.auth.people.unlock({ accountId: ben }, { by: hostCode('host') });
  }
  expect(status.filter((one) => one === 'enroll')).toEqual(['enroll']);
});

it('P13 W4 the last administrator who lost everything is helped in once another account has the role, and a preview says so', async () => {
  const { world, root, ben, commits } = await office();
  const { people } = world.auth;
  const lost = { ...EVERYTHING, by: hostCode('host') };
  const stranded = { refused: 'policy-strands-administrators' };
  const before = commits.length;
  expect(await people.helpIn({ accountId: root.accountId }, { ...lost, preview: true })).toEqual(stranded);
  expect(await people.helpIn({ accountId: root.accountId }, lost)).toEqual(stranded);
  expect(commits).toHaveLength(before);
  await given(world, ben, ARMED);
  await people.setRoles({ accountId: ben }, { roles: ['super-admin'], by: hostCode('host') });
  expect(helped(await people.helpIn({ accountId: root.accountId }, { ...lost, preview: true })).keeps).toEqual([]);
  expect(helped(await people.helpIn({ accountId: root.accountId }, lost)).enrollmentCode).toMatch(CODE);
});
