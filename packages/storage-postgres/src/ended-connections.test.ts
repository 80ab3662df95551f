import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@sallyport/engine';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { listeningTo, onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import { ACME, account, change, flow, NOW, session } from './testing/records.test-support.ts';

const CLIENTS = 64;

onPostgres('X11 connections that the server ends under 64 clients', (server) => {
  let url: string;
  let administrator: Pool;
  let name: string;

  beforeAll(async () => {
    url = await server().createDatabase();
    name = new URL(url).pathname.slice(1);
    administrator = poolOn(url.replace(name, 'postgres'), { max: 1 });
    const pool = poolOn(url, { max: 1 });
    const store = postgresStore(pool);
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    for (let client = 0; client < CLIENTS; client++) await signIn(store, `s${client}`);
    await pool.end();
  });
  afterAll(() => administrator.end());

  const signIn = async (store: Store, id: string): Promise<void> => {
    const opened = flow(`f-${id}`);
    await store.commit(change({ flow: opened }));
    const newSession = { session: session(id, 'cleo'), consumes: { flowId: opened.id } };
    await store.commit(change({ guards: { flow: { id: opened.id, version: 1 } }, newSession }));
  };
  /** As in a restart that takes so many milliseconds. */
  const restart = async (milliseconds: number): Promise<void> => {
    await administrator.query(`alter database ${name} with allow_connections ${milliseconds === 0}`);
    await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await pause(milliseconds);
    await administrator.query(`alter database ${name} with allow_connections true`);
  };

  it.each([true, false])(
    'fail no session check if the database is back within a second (prepare: %s)',
    async (prepare) => {
      const { pool, faults } = listeningTo(poolOn(url, { max: 10 }));
      const store = postgresStore(pool, { prepare });
      const check = { tenant: ACME, now: NOW, knownPolicy: 0, touchAfter: 60_000 };
      const made = Array.from({ length: CLIENTS }, () => 0);
      let isOver = false;
      const client = async (place: number): Promise<void> => {
        while (!isOver) {
          const loaded = await store.checkSession({ ...check, tokenHash: `token-of-s${place}` });
          expect(loaded?.session.id).toBe(`s${place}`);
          made[place] = (made[place] ?? 0) + 1;
        }
      };
      const clients = Promise.all(made.map((_, place) => client(place)));
      const everyone = async (times: number): Promise<void> => {
        const goals = made.map((count) => count + times);
        while (!isOver && goals.some((goal, place) => (made[place] ?? 0) < goal)) await pause(10);
      };
      clients.catch(() => {
        isOver = true;
      });
      for (const away of [0, 0, 250, 250]) {
        await everyone(3);
        await restart(away);
      }
      await everyone(3);
      isOver = true;
      await clients;
      await pool.end();
      expect(faults).not.toEqual([]);
    },
  );
});
