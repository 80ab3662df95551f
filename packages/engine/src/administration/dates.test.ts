import { hostCode, isRefusal, MalformedQuery, type PolicyInput } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const DAY = 86_400_000;
const [FIRST, SECOND] = [Date.UTC(2031, 2, 13), Date.UTC(2031, 3, 20)];
const text = (date: number): string => new Date(date).toISOString();
const by = hostCode('host');

const POLICY: PolicyInput<string> = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  later: [
    { from: text(FIRST), requiredStrength: 'enhanced' },
    { from: text(SECOND), requiredStrength: 'phishing-resistant' },
  ],
};

/** Ada has an app, Ben a password and a mailbox. */
async function office(policy: PolicyInput<string> = POLICY) {
  const world = await embedded({ policy });
  const [ada, ben] = [await newAccount(world, 'ada@example.org'), await newAccount(world, 'ben@example.org')];
  const client = new Client(world);
  await client.signsInByMail('ada@example.org');
  await client.enrollsTotp();
  const { people } = world.auth;
  const listed = async (notReadyFor?: string) => {
    const page = await people.list({ notReadyFor, sort: 'identifier' });
    return { ids: page.accounts.map(({ accountId }) => accountId), ...page };
  };
  return { world, auth: world.auth, people, ada, ben, listed };
}

describe('X42 people who are not ready for a date', () => {
  it('are listed and counted by date, and fewer once somebody sets up', async () => {
    const { auth, ada, ben, listed } = await office();
    const { accounts, counts, notReady } = await listed();
    expect(counts).toMatchObject({ all: 2, meets: 2, mustEnroll: 0 });
    expect(notReady).toEqual([
      { from: FIRST, count: 1 },
      { from: SECOND, count: 2 },
    ]);
    expect(accounts.map(({ accountId, notReadyFrom }) => [accountId, notReadyFrom])).toEqual([
      [ada, SECOND],
      [ben, FIRST],
    ]);
    expect((await listed(text(FIRST - 1))).ids).toEqual([]);
    expect((await listed(text(FIRST))).ids).toEqual([ben]);
    expect((await listed('2031-03-13T01:00:00+01:00')).ids).toEqual([ben]);
    expect((await listed(text(SECOND + DAY))).ids).toEqual([ada, ben]);
    await auth.close();
  });

  it('are people who do not meet the policy once the date has passed', async () => {
    const { world, auth, ben, listed } = await office();
    world.now = FIRST;
    const { counts, notReady, accounts } = await listed();
    expect(counts).toMatchObject({ meets: 1, mustEnroll: 1 });
    expect(notReady).toEqual([{ from: SECOND, count: 2 }]);
    expect(accounts.find(({ accountId }) => accountId === ben)).toMatchObject({ group: 'mustEnroll', meets: false });
    expect(accounts.find(({ accountId }) => accountId === ben)?.notReadyFrom).toBeUndefined();
    expect((await listed(text(FIRST))).ids).toEqual([ben]);
    await auth.close();
  });

  it.each(['2031-03-13', 'soon', '2031-03-13T00:00:00', '2031-03-13T24:00:00Z'])(
    'cannot be asked for by %j',
    async (notReadyFor) => {
      const { auth, people } = await office();
      await expect(people.list({ notReadyFor })).rejects.toThrow(MalformedQuery);
      await auth.close();
    },
  );

  it('are reminded by one press, once a day each, with the date in the mail and in the log', async () => {
    const { world, auth, people, ada, ben, listed } = await office();
    const remind = async () => people.actOnMany({ act: 'remind', accountIds: (await listed(text(SECOND))).ids, by });
    world.mails.length = 0;
    expect(await remind()).toEqual({
      results: [
        { accountId: ada, done: true },
        { accountId: ben, done: true },
      ],
    });
    expect(world.mails.map(({ kind, accountId, offer, from }) => ({ kind, accountId, offer, from }))).toEqual([
      { kind: 'reminder', accountId: ada, offer: ['passkey'], from: SECOND },
      { kind: 'reminder', accountId: ben, offer: ['passkey', 'totp'], from: FIRST },
    ]);
    const { items } = await world.store.listEvents(TENANT, { types: ['reminder.sent'], limit: 10 });
    expect(items.map(({ detail }) => detail?.['from']).sort()).toEqual([FIRST, SECOND]);
    expect(await remind()).toMatchObject({
      results: [{ code: 'too-many-mails' }, { code: 'too-many-mails' }],
    });
    expect(world.mails).toHaveLength(2);
    world.now = FIRST;
    expect(await people.remind({ accountId: ben }, { by })).toEqual({ reminded: true, offer: ['passkey', 'totp'] });
    await auth.close();
  });

  it('are nobody where no date asks for more', async () => {
    const { auth, people, ada, listed } = await office({
      ...POLICY,
      later: [{ from: text(FIRST), requiredStrength: 'baseline' }],
    });
    expect((await listed(text(SECOND))).ids).toEqual([]);
    expect(await people.remind({ accountId: ada }, { by })).toEqual({ reminded: false, because: 'nothing-to-set-up' });
    await auth.close();
  });
});

describe('X42 people whose way in ends at a date, and who can set up another one until then', () => {
  const ENDS: PolicyInput<string> = { ...POLICY, later: [{ from: text(FIRST), methods: ['passkey'] }] };

  it('are reminded, with the date and what to set up', async () => {
    const { auth, people, ben } = await office(ENDS);
    expect(await people.remind({ accountId: ben }, { by })).toEqual({
      ...{ reminded: true, offer: ['passkey'], from: FIRST },
    });
    await auth.close();
  });

  it('are told after their sign-in what to set up, and can set it up', async () => {
    const { world, auth } = await office(ENDS);
    const client = new Client(world);
    const { answer } = await client.signsInByMail('ben@example.org');
    // Ben can register a passkey now, in this session.
    expect(isRefusal(await auth.enroll.passkeyOptions(client.caller))).toBe(false);
    expect(answer).toMatchObject({ status: 'complete', session: { soon: { from: FIRST, offer: ['passkey'] } } });
    await auth.close();
  });

  it('cannot come in from that date on without an administrator', async () => {
    const { world, auth } = await office(ENDS);
    world.now = FIRST;
    const client = new Client(world);
    const reply = await auth.signIn.begin(client.caller, { identifier: 'ben@example.org', password: PASSWORD });
    expect(isRefusal(reply) || reply.answer.status !== 'complete').toBe(true);
    expect((await auth.people.list({ state: 'noWayIn' })).counts.noWayIn).toBe(2);
    await auth.close();
  });
});

describe('X42 a policy with dates that is previewed or saved', () => {
  it('says for each date how many are not ready, and lists the change', async () => {
    const { auth } = await office({ administrators: ADMINISTRATORS });
    const view = await auth.policy.preview(TENANT, POLICY);
    expect(view).toMatchObject({
      ...{ unaffected: 2, mustEnroll: 0, stranded: 0 },
      rules: [
        { source: 'tenant', member: 'requiredStrength', weaker: false },
        { source: 'tenant', member: 'later', before: null, weaker: false },
      ],
      dates: [
        { from: FIRST, unaffected: 1, mustEnroll: 1, stranded: 0 },
        { from: SECOND, unaffected: 0, mustEnroll: 2, stranded: 0 },
      ],
    });
    expect(await auth.policy.preview(TENANT, { administrators: ADMINISTRATORS })).not.toHaveProperty('dates.0');
    await auth.close();
  });

  it('is refused if nobody could change the policy after its last date', async () => {
    const { world, auth } = await office({ administrators: ADMINISTRATORS });
    await newAccount(world, 'olga@example.org', ['super-admin']);
    const client = new Client(world);
    await client.signsInByMail('olga@example.org');
    await client.enrollsTotp();
    const strands: PolicyInput<string> = {
      administrators: ADMINISTRATORS,
      strengths: { never: { anyOf: [[{ method: 'password' }, { method: 'password' }]] } },
      later: [{ from: text(FIRST), requiredStrength: 'never' }],
    };
    const { version } = await auth.policy.current(TENANT);
    expect(await auth.policy.set(TENANT, strands, { ifVersion: version, by })).toMatchObject({
      refused: 'policy-strands-administrators',
    });
    expect(await auth.policy.preview(TENANT, strands, { by })).toMatchObject({ strandsAdministrators: true });
    const { later: _, ...plain } = strands;
    expect(isRefusal(await auth.policy.set(TENANT, plain, { ifVersion: version, by }))).toBe(false);
    await auth.close();
  });

  it('says whom the date strands, if asked to compare', async () => {
    const { auth } = await office({ administrators: ADMINISTRATORS });
    const dated: PolicyInput<string> = {
      administrators: ADMINISTRATORS,
      later: [{ from: text(FIRST), methods: ['passkey'] }],
    };
    const compared = async () => auth.policy.preview(TENANT, dated, { compare: true });
    expect(await compared()).toMatchObject({ stranded: 0, newlyStranded: 2, newlyStrandedFrom: FIRST });
    expect(await auth.policy.preview(TENANT, dated)).not.toHaveProperty('newlyStrandedFrom');
    const { version } = await auth.policy.current(TENANT);
    await auth.policy.set(TENANT, dated, { ifVersion: version, by });
    const again = await compared();
    expect(again).toMatchObject({ newlyStranded: 0 });
    expect(again).not.toHaveProperty('newlyStrandedFrom');
    await auth.close();
  });

  it('is judged by the dates that have passed when it is saved', async () => {
    const { auth, ben, listed } = await office({ administrators: ADMINISTRATORS });
    const { version } = await auth.policy.current(TENANT);
    const past: PolicyInput<string> = {
      ...POLICY,
      later: [{ from: '2020-01-01T00:00:00Z', requiredStrength: 'enhanced' }],
    };
    const saved = await auth.policy.set(TENANT, past, { ifVersion: version, by });
    expect(saved).toMatchObject({ mustEnroll: 1, unaffected: 1 });
    expect(saved).not.toHaveProperty('dates.0');
    expect((await listed()).accounts.find(({ accountId }) => accountId === ben)).toMatchObject({ group: 'mustEnroll' });
    await auth.close();
  });
});
