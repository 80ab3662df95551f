import type { FlowRecord } from '@sallyport/store';
import { externalIdKey } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { ENTRY, LDAP, LINK, linked, OneEntry, OneEntryById, SECRET, withDirectory } from './directory.test-support.ts';
import { mayBeAsked, maySignIn } from './directory-entry.ts';
import { signIn } from './sign-in.ts';
import { client, DORA, dora, event, flowOfHers, inFlow, NOW, reservationAt, TENANT } from './step.test-support.ts';

const INVALID = { refused: 'invalid-credentials' };
const id = expect.any(String);
const typed = { identifier: 'dora@example.org', password: SECRET };
const guessed = { ...typed, password: 'a guess' };
const evidence = { method: 'ldap', at: NOW, binding: 'external-id:x1' } as const;
const keyOfLink = { kind: 'external-id', value: externalIdKey({ provider: 'ldap', subject: 's1' }) };

describe('the password of a directory', () => {
  it('P12 signs in whoever is linked to the entry, in one step that is like any other', async () => {
    const at = await withDirectory();
    const reply = await signIn(at.kernel).begin(client({ deviceTokens: ['device'] }), {
      ...typed,
      continuation: 'there',
    });
    expect(reply).toMatchObject({
      answer: { status: 'complete', continuation: 'there' },
      keep: { device: { token: id } },
    });
    const giveBack = { subject: DORA, authenticator: 'ldap', reservation: reservationAt(NOW) };
    expect(at.commits).toEqual([
      expect.objectContaining({
        ...{ guards: { account: { id: DORA, version: 1 }, policy: 0 }, giveBack },
        newSession: { consumes: { singleUse: id }, session: expect.objectContaining({ evidence: [evidence] }) },
        events: [
          event('sign-in.started', { method: 'ldap' }),
          event('sign-in.succeeded', { method: 'ldap', detail: { strength: 'single' } }),
        ],
      }),
    ]);
    expect(at.directory).toMatchObject({ found: ['dora@example.org'], asked: [SECRET] });
    const { lockout } = at.kernel.policies.known(TENANT).policy;
    const attempt = { authenticator: 'ldap', limits: lockout, perDevice: true, subjectIfUnknown: id };
    const counting = at.steps.filter((step) => step.attempt !== undefined);
    expect(counting).toEqual([
      { ...{ tenant: TENANT, now: NOW, knownPolicy: 0, deviceHashes: [id] }, account: keyOfLink, attempt },
    ]);
  });

  it('X6 takes as long as one that is hashed here, in the line of strangers, whatever comes of it', async () => {
    for (const given of [typed, guessed]) {
      const at = await withDirectory();
      await signIn(at.kernel).begin(client(), given);
      const subject = expect.stringMatching(/^unknown:./);
      expect(at.pretended).toEqual([[given.password, { queue: 'stranger', subject }]]);
    }
    const at = await withDirectory({ flow: {} });
    await signIn(at.kernel).password(inFlow(), { password: SECRET });
    expect(at.pretended).toEqual([[SECRET, { queue: 'stranger', subject: DORA }]]);
  });

  it('X4 is counted by the entry it is a guess at, whatever was typed to find it', async () => {
    const at = await withDirectory({ account: linked({ externalIds: [] }), policy: { ...LDAP, providers: {} } });
    for (const identifier of ['dora', 'dora@corp.example'])
      expect(await signIn(at.kernel).begin(client(), { ...guessed, identifier })).toEqual(INVALID);
    const counters = await at.store.listCounters(TENANT);
    expect(counters).toMatchObject([{ authenticator: 'ldap', counter: { total: 2 } }]);
    expect(counters[0]?.subject).toMatch(/^unknown:./);
    at.directory.outcome = 'none';
    for (const identifier of ['nobody', 'Nobody ', 'another'])
      expect(await signIn(at.kernel).begin(client(), { ...guessed, identifier })).toEqual(INVALID);
    const totals = (await at.store.listCounters(TENANT)).map(({ counter }) => counter.total);
    expect(totals.sort()).toEqual([1, 2, 2]);
  });

  it('X7 that is wrong is in the log of the account that the entry is linked to, and a number where it is none', async () => {
    const at = await withDirectory();
    expect(await signIn(at.kernel).begin(client(), guessed)).toEqual(INVALID);
    const shared = { tenant: TENANT, now: NOW, guards: {} };
    const failure = event('sign-in.failed', { method: 'ldap', flow: undefined });
    const attempt = { subject: DORA, authenticator: 'ldap', reservation: reservationAt(NOW) };
    const judged = { attempt, hardLimit: 100, ifLocked: expect.objectContaining({ type: 'account.locked' }) };
    expect(at.commits).toEqual([{ ...shared, countUnknownFailure: false, events: [failure], judged }]);
    const nobodys = await withDirectory({ account: dora({ identifiers: ['someone'] }) });
    expect(await signIn(nobodys.kernel).begin(client(), guessed)).toEqual(INVALID);
    const uncertain = { attempt: { ...attempt, subject: expect.stringMatching(/^unknown:/) }, hardLimit: 100 };
    const givenBack = {
      subject: expect.stringMatching(/^unknown:/),
      authenticator: 'ldap',
      reservation: reservationAt(NOW),
    };
    expect(nobodys.commits).toEqual([
      // The name was new to this process: the attempt was counted for the name, and then for its entry.
      { ...shared, giveBack: givenBack, events: [] },
      { ...shared, countUnknownFailure: true, events: [], judged: uncertain },
    ]);
  });

  it('X5 is not asked once guesses at the entry are locked, and says until when', async () => {
    const at = await withDirectory({ policy: { ...LDAP, lockout: { maxFailures: 3 } } });
    for (let guesses = 0; guesses < 3; guesses++) await signIn(at.kernel).begin(client(), guessed);
    expect(await signIn(at.kernel).begin(client(), typed)).toEqual({ refused: 'locked', until: expect.any(Number) });
    expect(at.directory.asked).toEqual(['a guess', 'a guess', 'a guess']);
    expect(at.commits).toHaveLength(3);
  });

  it.each([
    ['an account', linked(), 'found'],
    ['an entry that no account is linked to', dora({ identifiers: ['someone'] }), 'found'],
    ['nobody', dora({ identifiers: ['someone'] }), 'none'],
  ] as const)(
    'X5 X6 while guesses are locked, the directory is asked nothing: %s has the name',
    async (_, account, outcome) => {
      const at = await withDirectory({ account, policy: { ...LDAP, lockout: { maxFailures: 3 } } });
      at.directory.outcome = outcome;
      for (let guesses = 0; guesses < 3; guesses++)
        expect(await signIn(at.kernel).begin(client(), guessed)).toEqual(INVALID);
      const { found, asked } = at.directory;
      const before = { found: [...found], asked: [...asked], pretended: at.pretended.length };
      expect(before).toMatchObject({ found: Array(3).fill('dora@example.org'), pretended: 3 });
      const locked = { refused: 'locked', until: expect.any(Number) };
      const steps = at.steps.length;
      for (let more = 0; more < 2; more++) expect(await signIn(at.kernel).begin(client(), typed)).toEqual(locked);
      expect({ found, asked, pretended: at.pretended.length }).toEqual(before);
      // The same calls of the store, whoever has the name.
      expect(at.steps.length - steps).toBe(4);
      expect((await at.store.listCounters(TENANT)).map(({ counter }) => counter.total)).toEqual([3]);
    },
  );

  it('X5 in a process that is new to the name, a lock of the account or of nobody needs no question either', async () => {
    for (const [account, outcome] of [
      [linked(), 'found'],
      [dora({ identifiers: ['someone'] }), 'none'],
    ] as const) {
      const policy = { ...LDAP, lockout: { maxFailures: 3 } };
      const at = await withDirectory({ account, policy });
      at.directory.outcome = outcome;
      for (let guesses = 0; guesses < 3; guesses++) await signIn(at.kernel).begin(client(), guessed);
      const other = new OneEntry();
      const { kernel } = await withDirectory({ account, policy, directory: other });
      const anew = { ...kernel, store: at.kernel.store };
      expect(await signIn(anew).begin(client(), typed)).toMatchObject({ refused: 'locked' });
      expect(other).toMatchObject({ found: [], asked: [] });
    }
  });

  it('X5 an attempt that was counted for another entry than the directory finds is given back', async () => {
    const at = await withDirectory({ account: dora({ identifiers: ['someone'] }), policy: { ...LDAP, providers: {} } });
    const guess = () => signIn(at.kernel).begin(client(), guessed);
    expect(await guess()).toEqual(INVALID);
    at.directory.entry = { ...ENTRY, key: 'two', subject: 's2' };
    expect(await guess()).toEqual(INVALID);
    at.directory.outcome = 'none';
    expect(await guess()).toEqual(INVALID);
    const counters = await at.store.listCounters(TENANT);
    expect(counters.map(({ counter }) => [counter.total, counter.open])).toEqual(Array(3).fill([1, []]));
  });

  it('X5 is unavailable where the directory is, gives the guess back, and throws on any other fault', async () => {
    for (const fails of ['find', 'verify'] as const) {
      const at = await withDirectory();
      at.directory.fails = fails;
      expect(await signIn(at.kernel).begin(client(), typed)).toEqual({ refused: 'provider-unavailable' });
      expect(await at.store.listCounters(TENANT)).toEqual([]);
    }
    const at = await withDirectory();
    at.directory.fails = 'strangely';
    await expect(signIn(at.kernel).begin(client(), typed)).rejects.toThrow(new TypeError('no such member'));
    expect(await at.store.listCounters(TENANT)).toEqual([]);
  });

  it('P12 that means several entries signs in nobody, and the host is told', async () => {
    const at = await withDirectory();
    at.directory.outcome = 'ambiguous';
    expect(await signIn(at.kernel).begin(client(), typed)).toEqual(INVALID);
    const words = 'an identifier means more than one entry of the directory, so that it signs in nobody';
    expect(at.logged).toEqual([[words, { directory: 'ldap', identifier: 'd•••@example.org' }]]);
    at.directory.outcome = 'none';
    expect(await signIn(at.kernel).begin(client(), typed)).toEqual(INVALID);
    expect(at.logged).toHaveLength(1);
    expect(at.directory.asked).toEqual([]);
  });
});

describe('the entry of an account', () => {
  const foundFor = async (link: object, directory: OneEntry, flow?: Partial<FlowRecord>) => {
    const account = linked({ externalIds: [{ ...LINK, ...link }] });
    const at = await withDirectory({ account, directory, ...(flow && { flow }) });
    const { begin, password } = signIn(at.kernel);
    const reply = flow ? await password(inFlow(), { password: SECRET }) : await begin(client(), typed);
    return [directory.found, 'refused' in reply ? reply.refused : reply.answer.status];
  };

  it('P12 is found by its own id where the directory can, and else by what was typed last or now', async () => {
    expect(await foundFor({}, new OneEntryById())).toEqual([['id s1'], 'complete']);
    expect(await foundFor({ foundBy: 'dd' }, new OneEntry())).toEqual([['dd'], 'complete']);
    expect(await foundFor({}, new OneEntry())).toEqual([['dora@example.org'], 'complete']);
    expect(await foundFor({}, new OneEntry(), {})).toEqual([['dora@example.org'], 'complete']);
    const asked = { identifier: 'd.d' };
    expect(await foundFor({}, new OneEntry(), { asked })).toEqual([['d.d'], 'complete']);
  });

  it('P12 is no entry of another id, however it was found', async () => {
    const directory = new OneEntryById();
    directory.entry = { ...ENTRY, subject: 'another' };
    expect(await foundFor({}, directory)).toEqual([['id s1'], 'invalid-credentials']);
    const none = new OneEntryById();
    none.outcome = 'none';
    expect(await foundFor({}, none)).toEqual([['id s1'], 'invalid-credentials']);
    expect([...directory.asked, ...none.asked]).toEqual([]);
  });

  it('P12 is none for nobody who said nothing', async () => {
    const at = await withDirectory({ flow: { accountId: undefined, subject: 'unknown:x' } });
    expect(await signIn(at.kernel).password(inFlow(), { password: SECRET })).toEqual(INVALID);
    expect(at.directory.found).toEqual([]);
  });
});

describe('whether the password of an entry is sent to the directory', () => {
  it('P12 only of somebody who may sign in with it, and of nobody else in a flow', async () => {
    const { kernel, directory } = await withDirectory();
    const { policy } = kernel.policies.known(TENANT);
    const local = linked({ externalIds: [] });
    const may = (over: Partial<Parameters<typeof mayBeAsked>[2]>, under = policy) =>
      mayBeAsked(under, directory, { owner: undefined, local: undefined, flow: undefined, ...over }, NOW);
    const restricted = linked({ methods: ['passkey'] });
    const flow = flowOfHers();
    const anothers = flowOfHers({ accountId: 'eve' as never });
    const forNobody = flowOfHers({ accountId: undefined });
    expect(may({ owner: linked() })).toBe(true);
    expect(may({ owner: restricted })).toBe(false);
    expect(may({ owner: linked(), flow })).toBe(true);
    expect(may({ owner: linked(), flow: forNobody })).toBe(true);
    expect(may({ owner: linked(), flow: anothers })).toBe(false);
    expect(may({ owner: restricted, flow })).toBe(false);
    expect(may({})).toBe(true);
    expect(may({ flow: forNobody })).toBe(true);
    expect(may({ flow: flowOfHers({ accountId: undefined, purpose: 'step-up' }) })).toBe(false);
    expect(may({ local })).toBe(true);
    expect(may({ local: restricted })).toBe(false);
    expect(may({ local: dora({ methods: ['passkey'] }) })).toBe(true);
    expect(may({ local, flow })).toBe(false);
    expect(may({ flow })).toBe(false);
    const at = async (over: object) =>
      (await withDirectory({ policy: { requiredStrength: 'single', ...over } })).kernel.policies.known(TENANT).policy;
    const owning = await at({ providers: { ldap: { mailDomains: ['example.org'] } } });
    expect(may({ local, flow }, owning)).toBe(true);
    expect(may({ local: { ...local, methods: ['passkey'] }, flow }, owning)).toBe(false);
    expect(may({ local: dora(), flow }, owning)).toBe(false);
    expect(may({}, await at({}))).toBe(false);
    expect(may({}, await at({ providers: LDAP.providers, methods: ['password'] }))).toBe(false);
    expect(maySignIn(policy, linked(), NOW)).toBe(true);
    expect(maySignIn(policy, restricted, NOW)).toBe(false);
  });
});
