import assert from 'node:assert/strict';
import { instant, milliseconds } from '@sallyport/core';
import type { Store } from '@sallyport/engine';
import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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
  LIMITS,
  NOW,
  RECIPIENTS,
  session,
} from './testing/records.test-support.ts';

const CLIENTS = 80;
const ACCOUNTS = 8;

onPostgres('many at once', (server) => {
  let url: string;
  let pool: Pool;
  let store: Store;
  let faults: unknown[];

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url, { max: 90 });
    const listening = listeningTo(pool);
    faults = listening.faults;
    store = postgresStore(listening.pool, { statementTimeout: '30s' });
    await store.open();
  });
  afterAll(() => pool.end());

  it('X4 if a commit falls between the reads of a step, the account is not newer than the flow', async () => {
    const owner = account('between');
    const theirs = flow('between', { accountId: owner.id });
    await store.commit(change({ account: owner, flow: theirs }));
    const writer = new Client({ connectionString: url });
    await writer.connect();
    await writer.query('begin; lock table sallyport.sallyport_account in access exclusive mode');
    const step = store.beginStep({ tenant: ACME, now: NOW, knownPolicy: 0, flowHash: theirs.tokenHash });
    await vi.waitUntil(async () => (await writer.query('select from pg_locks where not granted')).rowCount === 1);
    for (const table of ['account', 'flow'])
      await writer.query(
        `update sallyport.sallyport_${table} set doc = jsonb_set(doc::jsonb, '{version}', '9') where id = $1`,
        [table === 'flow' ? theirs.id : owner.id],
      );
    await writer.query('commit');
    await writer.end();
    const loaded = await step;
    expect(loaded.account?.id).toBe(owner.id);
    expect(loaded.account?.version === owner.version || loaded.flow?.version === 9).toBe(true);
  });

  it('500 guesses at once over 90 connections: exactly as many as the limit, round after round', async () => {
    for (const [round, maxFailures] of [1, 3, 5, 10].entries()) {
      const attempt = { ...GUESS, subjectIfUnknown: `guessed-${round}`, limits: { ...LIMITS, maxFailures } };
      const answers = await Promise.all(
        Array.from({ length: 500 }, () => store.beginStep({ tenant: ACME, now: NOW, knownPolicy: 0, attempt })),
      );
      expect(answers.filter((answer) => answer.attempt.outcome === 'counted')).toHaveLength(maxFailures);
    }
    expect(pool.totalCount).toBe(90);
  });

  it('80 clients who guess, sign in, look and end sessions on 8 accounts: no deadlock, no fault, nothing lost', async () => {
    for (let index = 0; index < ACCOUNTS; index++) await store.commit(change({ account: account(`a${index}`) }));
    const limits = { ...LIMITS, maxFailures: 1_000_000, hardLimit: 1_000_000 };
    const until = Date.now() + 3_000;
    const tally = { granted: 0, conflicts: 0, wrong: 0 };
    const wrong: Record<string, number> = {};
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        for (let turn = 0; Date.now() < until || tally.granted <= ACCOUNTS; turn++) {
          const name = `a${(client + turn) % ACCOUNTS}`;
          const id = accountId(name);
          const mine = `${client}-${turn}`;
          await store.commit(change({ flow: flow(mine, { accountId: id }) }));
          const attempt = { ...GUESS, limits };
          const step = { tenant: ACME, now: NOW, knownPolicy: 0, flowHash: `token-of-${mine}`, attempt };
          const loaded = await store.beginStep(step);
          assert.equal(loaded.attempt.outcome, 'counted');
          assert.ok(loaded.account);
          if (turn % 3 === 0) {
            wrong[name] = (wrong[name] ?? 0) + 1;
            tally.wrong += 1;
            await store.commit(change({ events: [event(mine, { accountId: id })] }));
            continue;
          }
          const { version } = loaded.account;
          const result = await store.commit(
            change({
              guards: { flow: { id: mine, version: 1 }, account: { id, version }, policy: 0 },
              account: account(name, { version: version + 1, roles: [...loaded.account.roles, mine] }),
              newSession: { session: session(mine, name), consumes: { flowId: mine } },
              ...(turn % 2 === 0 && { endSessions: { accountId: id } }),
              device: device(name, `d${client}`, { lastSeenAt: instant(NOW + turn) }),
              giveBack: loaded.attempt.ref,
              events: [event(mine, { accountId: id, type: 'sign-in.succeeded', recipients: RECIPIENTS })],
            }),
          );
          tally[result.outcome === 'committed' ? 'granted' : 'conflicts'] += 1;
          const check = { tenant: ACME, tokenHash: `token-of-${mine}`, now: NOW, knownPolicy: 0, touchAfter: -1 };
          await store.checkSession(check);
        }
      }),
    );
    expect(faults).toEqual([]);
    expect(tally.granted).toBeGreaterThan(ACCOUNTS);
    const counters = await store.listCounters(ACME, Object.keys(wrong));
    const counted = Object.fromEntries(
      Object.keys(wrong).map((name) => [
        name,
        counters.filter(({ subject }) => subject === name).reduce((sum, { counter }) => sum + counter.total, 0),
      ]),
    );
    expect(counted).toEqual(wrong);
    const { items } = await store.listAccounts(ACME, { limit: 100 });
    const written = items.filter(({ id }) => /^a\d$/.test(id));
    expect(written.reduce((sum, { roles }) => sum + roles.length, 0)).toBe(tally.granted);
    for (const { version, roles } of written) expect(version).toBe(roles.length + 1);
    const told = await store.eventsToNotify(1_000_000);
    expect(told.length).toBe(tally.granted);
  });

  it('who writes a policy keeps nobody waiting, and nobody keeps him', async () => {
    const policy = { tenant: ACME, version: 1, document: {}, changedAt: NOW, changedBy: 'ada' };
    const writer = new Client({ connectionString: url });
    await writer.connect();
    const doc = JSON.stringify(policy);
    await writer.query('begin');
    await writer.query('insert into sallyport.sallyport_policy (tenant, version, doc) values ($1, 1, $2)', [ACME, doc]);
    const before = await store.commit(change({ guards: { policy: 0 }, flow: flow('beside') }));
    expect(before).toEqual({ outcome: 'committed' });
    await writer.query('commit');
    await writer.end();
    const after = await store.commit(change({ guards: { policy: 0 }, flow: flow('after') }));
    expect(after).toEqual({ outcome: 'conflict', with: 'policy' });
  });

  it('guesses that wait, or are locked out, leave no trace on the disk', async () => {
    const attempt = {
      ...GUESS,
      subjectIfUnknown: 'locked',
      limits: { ...LIMITS, lockLengths: [milliseconds(60_000)] },
    };
    const step = { tenant: ACME, now: NOW, knownPolicy: 1, attempt };
    for (let turn = 0; turn < 6; turn++) await store.beginStep(step);
    const place = async (): Promise<unknown> =>
      (await pool.query("select ctid::text, xmin::text from sallyport.sallyport_counter where subject = 'locked'"))
        .rows;
    const before = await place();
    const judgedByThen = { ...step, now: instant(NOW + LIMITS.judgedWithin) };
    for (let turn = 0; turn < 20; turn++) {
      expect((await store.beginStep(step)).attempt).toEqual({ outcome: 'waits' });
      expect((await store.beginStep(judgedByThen)).attempt.outcome).toBe('locked');
    }
    expect(await place()).toEqual(before);
  });
});
