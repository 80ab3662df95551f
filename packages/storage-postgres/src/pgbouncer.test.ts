import { THOROUGH } from '@sallyport/test-support/how-much';
import { realPart } from '@sallyport/test-support/real-parts';
import { testSallyport } from '@sallyport/testing';
import { storeConformance } from '@sallyport/testing/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { emptyStore } from './testing/empty-store.test-support.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import { findPgBouncer, type PgBouncer, startPgBouncer } from './testing/pgbouncer.test-support.ts';
import { ACME, GUESS, NOW } from './testing/records.test-support.ts';

const here = realPart('PgBouncer', findPgBouncer);
/** Few connections for many clients: two statements of a client nearly always meet different connections. */
const CONNECTIONS = 4;

describe.skipIf(here === null)('behind PgBouncer in transaction mode, with prepare: false', () => {
  onPostgres('the store', (server) => {
    const pools: Pool[] = [];
    let pooler: PgBouncer;
    let url: string;
    const newPool = (): Pool => {
      const pool = poolOn(pooler.url(url), { max: 20 });
      pools.push(pool);
      return pool;
    };
    beforeAll(async () => {
      url = await server().createDatabase();
      const direct = poolOn(url, { max: 1 });
      // The server of the tests has `synchronous_commit` off.
      await direct.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = on`);
      await direct.end();
      pooler = await startPgBouncer(server().port, CONNECTIONS);
    });
    afterAll(async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await pooler?.stop();
    });

    it('migrates, signs twenty people in at once, and checks their sessions over four connections', async () => {
      const pool = newPool();
      const { auth, accountWith, signIn } = await testSallyport({ store: postgresStore(pool, { prepare: false }) });
      const people = await Promise.all(
        Array.from({ length: 20 }, async () => signIn(await accountWith({ factors: ['email', 'totp'] }))),
      );
      for (let turn = 0; turn < 3; turn++) {
        const guarded = people.map(({ caller }) => auth.sessions.guard(caller, { needs: 'session' }));
        for (const session of await Promise.all(guarded)) expect(session).toHaveProperty('accountId');
      }
      const connections = await Promise.all(
        Array.from({ length: 200 }, () => pool.query<{ pid: number }>('select pg_backend_pid() as pid')),
      );
      expect(pool.totalCount).toBe(20);
      expect(new Set(connections.map(({ rows }) => rows[0]?.pid)).size).toBeLessThanOrEqual(CONNECTIONS);
      await auth.close();
    });

    it('is what the error of a store with named statements says', async () => {
      const pool = newPool();
      const named = postgresStore(pool, { schema: 'named' });
      await postgresStore(pool, { prepare: false, schema: 'named' }).open();
      const read = () => named.readPolicy(ACME);
      const faults: unknown[] = [];
      for (let turn = 0; turn < 20 && faults.length === 0; turn++) {
        const answers = await Promise.allSettled(Array.from({ length: 20 }, read));
        for (const answer of answers) if (answer.status === 'rejected') faults.push(answer.reason);
      }
      expect(faults[0]).toMatchObject({
        code: 'store-unavailable',
        cause: {
          code: expect.stringMatching(/^(?:42P05|26000)$/),
          message: expect.stringContaining('{ prepare: false }'),
        },
      });
    });

    it('leaves nothing of a step in the connection, for the next client of the connection', async () => {
      const pool = newPool();
      const store = postgresStore(pool, { prepare: false, schema: 'settings' });
      await store.open();
      const guess = () => store.beginStep({ tenant: ACME, now: NOW, knownPolicy: 0, attempt: GUESS });
      const counted = await Promise.all(Array.from({ length: 50 }, guess));
      expect(counted.filter(({ attempt }) => attempt.outcome === 'counted')).toHaveLength(GUESS.limits.maxFailures);
      const settings = await Promise.all(
        Array.from({ length: 20 }, () =>
          pool.query(`select current_setting('synchronous_commit') as waits, current_setting('search_path') as path`),
        ),
      );
      for (const { rows } of settings) expect(rows).toEqual([{ waits: 'on', path: '"$user", public' }]);
    });

    // The kit runs without a pooler in every run.
    if (THOROUGH) {
      let ofTheKit: Pool | undefined;
      const create = async () => {
        ofTheKit ??= newPool();
        return emptyStore(ofTheKit, { prepare: false });
      };
      storeConformance({ describe, it, rounds: 25, create });
    }
  });
});
