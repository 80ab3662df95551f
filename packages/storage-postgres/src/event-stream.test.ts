import type { Store } from '@sallyport/engine';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';
import { ACME, change, event, NOW } from './testing/records.test-support.ts';

onPostgres('the stream of events', (server) => {
  let pool: Pool;
  let store: Store;

  beforeAll(async () => {
    pool = poolOn(await server().createDatabase());
    store = postgresStore(pool);
    await store.open();
  });
  afterAll(() => pool.end());

  async function read(cursor?: string): Promise<{ readonly ids: readonly string[]; readonly next?: string }> {
    const { items, next } = await store.listEvents(ACME, { limit: 100, cursor, order: 'oldest-first' });
    return { ids: items.map(({ id }) => id), next };
  }

  it('X33 shows an event that became visible after an event with a larger number', async () => {
    const slow = await pool.connect();
    await slow.query('begin');
    const insert = `insert into sallyport.sallyport_event (tenant, id, at, type, doc) values ($1, 'slow', ${NOW}, 'x', $2)`;
    await slow.query(insert, [ACME, JSON.stringify(event('slow'))]);
    await store.commit(change({ events: [event('quick')] }));
    const first = await read();
    expect(first.ids).toEqual(['quick']);
    expect((await read(first.next)).ids).toEqual([]);
    await slow.query('commit');
    slow.release();
    const { rows } = await pool.query('select id from sallyport.sallyport_event order by seq');
    expect(rows.map(({ id }) => id)).toEqual(['slow', 'quick']);
    expect((await read(first.next)).ids).toEqual(['slow']);
    expect((await read()).ids).toEqual(['quick', 'slow']);
  });

  it('X33 has the events of a process of the version before, which knows no places, and their authors', async () => {
    const { next } = await read();
    const old = { ...event('old'), actor: { id: 'hr', kind: 'host' } };
    const insert = `insert into sallyport.sallyport_event (tenant, id, at, type, doc) values ($1, 'old', ${NOW}, 'x', $2)`;
    await pool.query(insert, [ACME, JSON.stringify(old)]);
    expect((await read(next)).ids).toEqual(['old']);
    const { items } = await store.listEvents(ACME, { limit: 9, actor: { kind: 'host', id: 'hr' } });
    expect(items.map(({ id }) => id)).toEqual(['old']);
  });

  it('X33 begins again if the database was restored from an older copy', async () => {
    const whole = await read();
    await pool.query('update sallyport.sallyport_event_stream set placed = placed - 1');
    await pool.query(`delete from sallyport.sallyport_event where id = 'old'`);
    expect((await read(whole.next)).ids).toEqual(whole.ids.filter((id) => id !== 'old'));
  });
});
