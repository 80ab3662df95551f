import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import type { AttemptRef, Store } from '@sallyport/engine';
import {
  removedOrganisation,
  sampleLogBatch,
  sampleMembership,
  sampleOrganisation,
  sampleSamlRequest,
} from '@sallyport/testing/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { listeningTo, onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import {
  ACME,
  account,
  accountId,
  change,
  device,
  event,
  flow,
  GUESS,
  HOUR,
  NOW,
  RECIPIENTS,
  session,
} from './testing/records.test-support.ts';

const cleo = accountId('cleo');

/** Cleo's account, with a session, and a flow with an attempt of hers. */
async function cleoSigningIn(store: Store): Promise<AttemptRef> {
  await store.open();
  await store.commit(change({ account: account('cleo') }));
  await store.commit(change({ flow: flow('f0') }));
  const newSession = { session: session('s1', 'cleo'), consumes: { flowId: 'f0' } };
  await store.commit(change({ guards: { flow: { id: 'f0', version: 1 } }, newSession }));
  await store.commit(change({ flow: flow('f1', { accountId: cleo }) }));
  const step = { tenant: ACME, now: NOW, knownPolicy: 0, flowHash: 'token-of-f1', attempt: GUESS };
  const { attempt } = await store.beginStep(step);
  assert.equal(attempt.outcome, 'counted');
  return attempt.ref;
}

onPostgres('every verb is one statement', (server) => {
  let url: string;
  let pool: Pool;
  let store: Store;
  let sent: unknown[];
  let ref: AttemptRef;

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url);
    const listening = listeningTo(pool);
    sent = listening.sent;
    store = postgresStore(listening.pool);
    ref = await cleoSigningIn(store);
  });
  afterAll(() => pool.end());

  const verbs: Readonly<Record<string, () => Promise<unknown>>> = {
    'beginStep, which counts its attempt': () =>
      store.beginStep({
        tenant: ACME,
        now: NOW,
        knownPolicy: 0,
        flowHash: 'token-of-f1',
        sessionHash: 'token-of-s1',
        account: { kind: 'identifier', value: 'cleo@example.org' },
        deviceHashes: ['d1', 'd2'],
        attempt: { ...GUESS, onlyIfAccepted: ['password'] },
      }),
    'commit, of a whole sign-in': async () => {
      const whole = change({
        guards: {
          flow: { id: 'f1', version: 1 },
          account: { id: cleo, version: 1 },
          session: { id: 's1', version: 1 },
          actor: { accountId: cleo, version: 1, sessionId: 's1' },
          policy: 0,
          administrators: 0,
        },
        account: account('cleo', { version: 2, identifiers: ['new@example.org'] }),
        newSession: { session: session('s2', 'cleo'), consumes: { flowId: 'f1' } },
        session: session('s1', 'cleo', { version: 2, tokenHash: 'token-of-s1-rotated' }),
        endSessions: { accountId: cleo },
        device: device('cleo', 'd1'),
        uses: [{ key: 'challenge', expiresAt: instant(NOW + HOUR) }],
        clearCounters: { subject: 'cleo', by: 'stranger', device: 'd1' },
        giveBack: ref,
        forgetDevices: { accountId: cleo },
        countUnknownFailure: true,
        events: [event('e1', { recipients: RECIPIENTS }), event('e2')],
      });
      expect(await store.commit(whole)).toEqual({ outcome: 'committed' });
    },
    'commit, refused by a guard, giving back': async () => {
      const guards = { account: { id: cleo, version: 9 } };
      const refused = await store.commit(change({ guards, giveBack: ref, events: [event('e3')] }));
      expect(refused).toEqual({ outcome: 'conflict', with: 'account' });
    },
    'commit, refused by an identifier that is taken, giving back': async () => {
      const dora = account('dora', { identifiers: ['new@example.org'] });
      expect(await store.commit(change({ account: dora, giveBack: ref }))).toEqual({
        outcome: 'conflict',
        with: 'key',
      });
    },
    checkSession: async () => {
      const check = { tenant: ACME, tokenHash: 'token-of-s2', now: NOW, knownPolicy: 0, touchAfter: 60_000 };
      expect((await store.checkSession(check))?.session.id).toBe('s2');
    },
    'commit, of a new SAML request in the place of another': async () => {
      const samlRequest = sampleSamlRequest(ACME, 'r2');
      await store.commit(change({ samlRequest: sampleSamlRequest(ACME, 'r1') }));
      sent.length = 0;
      const replaced = await store.commit(change({ samlRequest, endSamlRequest: { id: 'r1' } }));
      expect(replaced).toEqual({ outcome: 'committed' });
    },
    readSamlRequest: async () => expect(await store.readSamlRequest(ACME, 'r2', NOW)).toBeDefined(),
    readAccount: () => store.readAccount(ACME, cleo),
    listAccounts: () => store.listAccounts(ACME, { limit: 10, query: 'cleo' }),
    listPeople: () => store.listPeople(ACME, { limit: 10, now: NOW, order: 'last-sign-in', profiles: ['p'] }),
    countProfiles: () => store.countProfiles(ACME, { policy: 1, now: NOW }),
    countAccountsBySignIn: () => store.countAccountsBySignIn(ACME, { before: NOW, except: ['p'] }),
    listUnjudged: () => store.listUnjudged(ACME, { policy: 1, now: NOW, limit: 10, thorough: true }),
    writeProfiles: () => store.writeProfiles(ACME, [{ id: cleo, version: 1, profile: { text: 'p', policy: 1 } }]),
    listDays: () => store.listDays(ACME, NOW),
    keepDay: () => store.keepDay(ACME, { day: NOW, meets: 1 }),
    hasPasskey: async () => expect(await store.hasPasskey('p1')).toBe(false),
    readVault: () => store.readVault(ACME, cleo),
    listVaultWays: () => store.listVaultWays(ACME, { limit: 10 }),
    listSessions: () => store.listSessions(ACME, cleo, NOW),
    listDevices: async () => expect(await store.listDevices(ACME, cleo)).toEqual([device('cleo', 'd1')]),
    listEvents: () => store.listEvents(ACME, { limit: 10, accountId: cleo }),
    countEvents: () => store.countEvents(ACME, { accountId: cleo }),
    appendLogBatch: () => store.appendLogBatch(sampleLogBatch(ACME, 0)),
    readLogHead: () => store.readLogHead(ACME),
    listLogBatches: () => store.listLogBatches(ACME, { limit: 10 }),
    unsealedTenants: () => store.unsealedTenants({ limit: 10 }),
    countFailures: () => store.countFailures(ACME, NOW),
    readPolicy: () => store.readPolicy(ACME),
    listPolicyVersions: () => store.listPolicyVersions(ACME, { limit: 10 }),
    readAdministrators: () => store.readAdministrators(ACME),
    listCounters: () => store.listCounters(ACME, ['cleo']),
    eventsToNotify: () => store.eventsToNotify(10),
    markNotified: () => store.markNotified(ACME, ['e1']),
    holdReuse: async () => store.holdReuse?.(250, instant(NOW + HOUR)),
    longestReuse: async () => expect(await store.longestReuse?.(NOW)).toBe(250),
    'commit, of an organisation with its first member': async () => {
      const organisation = sampleOrganisation(ACME, 'o1');
      const membership = sampleMembership(ACME, 'o1', 'cleo');
      expect(await store.commit(change({ organisation, membership }))).toEqual({ outcome: 'committed' });
    },
    'commit, of the next version and the next state of a member': async () => {
      const guards = { memberships: [{ organisation: 'o1', accountId: cleo, version: 1 }] };
      const organisation = sampleOrganisation(ACME, 'o1', { version: 2 });
      const membership = sampleMembership(ACME, 'o1', 'cleo', { version: 2 });
      expect(await store.commit(change({ guards, organisation, membership }))).toEqual({ outcome: 'committed' });
    },
    'checkSession, which enters an organisation': async () => {
      const check = { tenant: ACME, tokenHash: 'token-of-s2', now: NOW, knownPolicy: 0, touchAfter: 60_000 };
      const loaded = await store.checkSession({ ...check, in: { organisation: 'o1', knownVersion: 1 } });
      expect([loaded?.membership?.version, loaded?.organisation?.version]).toEqual([2, 2]);
    },
    'beginStep, which enters an organisation': async () => {
      const step = { tenant: ACME, now: NOW, knownPolicy: 0, account: { kind: 'id', value: cleo } } as const;
      const loaded = await store.beginStep({ ...step, in: { organisation: 'o1', knownVersion: 1 } });
      expect([loaded.membership?.version, loaded.organisation?.version]).toEqual([2, 2]);
    },
    readOrganisation: () => store.readOrganisation?.(ACME, 'o1', 1) ?? expect.fail(),
    readMembership: () => store.readMembership?.(ACME, 'o1', cleo) ?? expect.fail(),
    listOrganisations: () => store.listOrganisations?.(ACME, { limit: 10 }) ?? expect.fail(),
    listOrganisationVersions: () => store.listOrganisationVersions?.(ACME, 'o1', { limit: 10 }) ?? expect.fail(),
    listMemberships: () => store.listMemberships?.(ACME, 'o1', { limit: 10, role: 'member' }) ?? expect.fail(),
    listMembershipsOf: () => store.listMembershipsOf?.(ACME, cleo) ?? expect.fail(),
  };
  for (const [verb, ask] of Object.entries(verbs)) {
    it(verb, async () => {
      sent.length = 0;
      await ask();
      expect(sent.length).toBe(1);
    });
  }

  it('but a session check that notes that it was seen, once in a while: that is a second one', async () => {
    const now = instant(NOW + HOUR / 2);
    const check = { tenant: ACME, tokenHash: 'token-of-s2', now, knownPolicy: 0, touchAfter: 60_000 };
    for (const statements of [2, 1]) {
      sent.length = 0;
      expect((await store.checkSession(check))?.session.lastSeenAt).toBe(now);
      expect(sent.length).toBe(statements);
    }
  });

  it.each([true, false])(
    'and many session checks of one turn, and the note that they were seen (prepare: %s)',
    async (prepare) => {
      const listening = listeningTo(poolOn(url));
      const own = postgresStore(listening.pool, { prepare });
      const check = { tenant: ACME, knownPolicy: 0, touchAfter: 60_000 };
      const unknown = Array.from({ length: 40 }, (_, place) => ({ ...check, now: NOW, tokenHash: `nobody ${place}` }));
      expect(await Promise.all(unknown.map(own.checkSession))).toEqual(unknown.map(() => undefined));
      // The first check went alone.
      expect(listening.sent.length).toBe(2);
      const start = NOW + (HOUR * (prepare ? 3 : 4)) / 4;
      const due = Array.from({ length: 12 }, (_, place) => ({
        ...check,
        now: instant(start + place),
        tokenHash: 'token-of-s2',
      }));
      listening.sent.length = 0;
      const seen = await Promise.all(due.map(own.checkSession));
      for (const loaded of seen) expect(loaded?.session.lastSeenAt).toBeGreaterThanOrEqual(start);
      // A note of the check that went alone, and a note of the others.
      expect(listening.sent.length).toBeLessThanOrEqual(4);
      await listening.pool.end();
    },
  );

  it('and a commit that a unique key undid: what it gives back is a statement of its own', async () => {
    const limited = { ...GUESS, subjectIfUnknown: 'given-back' };
    const step = { tenant: ACME, now: NOW, knownPolicy: 0, attempt: limited };
    const { attempt } = await store.beginStep(step);
    assert.equal(attempt.outcome, 'counted');
    sent.length = 0;
    const taken = change({ events: [event('e1')], giveBack: attempt.ref });
    expect(await store.commit(taken)).toEqual({ outcome: 'conflict', with: 'key' });
    expect(sent.length).toBe(2);
    expect(await store.listCounters(ACME, ['given-back'])).toEqual([]);
  });

  it('and a commit with a device more than an account may know', async () => {
    for (let other = 2; other <= 10; other++) await store.commit(change({ device: device('cleo', `d${other}`) }));
    for (const [name, statements] of [
      ['d10', 1],
      ['d11', 2],
      ['d12', 2],
    ] as const) {
      sent.length = 0;
      expect(await store.commit(change({ device: device('cleo', name) }))).toEqual({ outcome: 'committed' });
      expect(sent.length).toBe(statements);
    }
    expect(await store.listDevices(ACME, cleo)).toHaveLength(10);
  });

  it('and a page of the stream of events, which gives places to new events first', async () => {
    sent.length = 0;
    expect((await store.listEvents(ACME, { limit: 10, order: 'oldest-first' })).items.length).toBeGreaterThan(0);
    expect(sent.length).toBe(2);
  });

  it('and a sweep, which takes a thousand rows at a time', async () => {
    const ends = Array.from({ length: 2_500 }, (_, turn) => ({
      key: `single-use-${turn}`,
      expiresAt: instant(NOW + 1),
    }));
    await store.commit(change({ uses: ends }));
    sent.length = 0;
    expect(await store.sweep(instant(NOW + 1))).toBe(2_500);
    // Three statements for the single-use values, and one each for flows, SAML requests, sessions, counters, reuses and organisations.
    expect(sent.length).toBe(9);
  });

  it('X41 and a sweep of a removed organisation, which takes a thousand memberships at a time', async () => {
    const own = poolOn(url);
    await store.commit(change({ organisation: sampleOrganisation(ACME, 'large') }));
    await own.query(`insert into sallyport.sallyport_account (tenant, id, version, epoch, keys, names, doc)
      select 'acme', 'm' || i, 1, 0, '{}', '{}', '{}' from generate_series(1, 2500) as i`);
    await own.query(`insert into sallyport.sallyport_membership (tenant, organisation, account_id, version, roles, doc)
      select 'acme', 'large', 'm' || i, 1, '{}', '{}' from generate_series(1, 2500) as i`);
    await store.commit(change({ organisation: removedOrganisation(ACME, 'large', 2) }));
    sent.length = 0;
    // The memberships, and the first version.
    expect(await store.sweep(NOW)).toBe(2_501);
    // Six for the other records, three that remove, one that notes the end, and one that finds nothing more.
    expect(sent.length).toBe(11);
    const left = `select (select count(*) from sallyport.sallyport_membership where organisation = 'large') as members,
      (select count(*) from sallyport.sallyport_organisation where remains) as remains`;
    expect((await own.query(left)).rows).toEqual([{ members: '0', remains: '0' }]);
    await own.end();
  });
});
