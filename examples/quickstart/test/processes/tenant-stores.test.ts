import { createSallyport, hostCode, isRefusal, isStoreUnavailable } from '@sallyport/engine';
import { postgresStore } from '@sallyport/storage-postgres';
import { tenantStores } from '@sallyport/store';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FragileServer } from '../support/servers/database-server.ts';
import { startPostgres } from '../support/servers/postgres-server.ts';
import { isHere } from '../support/servers/start-server.ts';

const here = isHere('postgres');
const SECRET = 'a secret that is long enough to be one';

describe.skipIf(!here)('tenants on two Postgres servers', () => {
  let servers: readonly FragileServer[] = [];
  const pools: pg.Pool[] = [];

  beforeAll(async () => {
    if (here) servers = await Promise.all([startPostgres({ durable: true }), startPostgres({ durable: true })]);
  }, 300_000);
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('X20 X17 of which one is stopped: its tenants get faults, and the others notice nothing', async () => {
    const stores = servers.map((server) => {
      const pool = new pg.Pool({ connectionString: server.url('postgres'), connectionTimeoutMillis: 2_000 });
      pool.on('error', () => {});
      pools.push(pool);
      return postgresStore(pool);
    });
    const [first, second] = stores;
    if (first === undefined || second === undefined) throw new Error('there are not two servers');
    const auth = createSallyport({
      origin: 'http://localhost:3000',
      secrets: [SECRET],
      store: tenantStores({ stores, storeOf: (tenant) => (tenant === 'south' ? second : first) }),
      tenant: () => 'north',
      tenants: { north: { sendMail: () => {} }, south: { sendMail: () => {} } },
      passwordHashing: { memoryCost: 8, timeCost: 1 },
      logger: { warn: () => {}, error: () => {} },
    });
    await auth.ready();
    const create = (tenant: string, identifier: string) =>
      auth.people.create({ tenant, identifier, by: hostCode('the test') });
    const answer = (tenant: string, identifier: string): Promise<string> =>
      create(tenant, identifier).then(
        (made) => (isRefusal(made) ? made.refused : 'made'),
        (fault) => (isStoreUnavailable(fault) ? 'unavailable' : String(fault)),
      );
    expect(await Promise.all([answer('north', 'ada'), answer('south', 'ada')])).toEqual(['made', 'made']);
    await servers[1]?.crash();
    const during = await Promise.all(
      Array.from({ length: 10 }, (_, place) => [answer('north', `n${place}`), answer('south', `s${place}`)]).flat(),
    );
    expect(during.filter((_, place) => place % 2 === 0)).toEqual(Array(10).fill('made'));
    expect(during.filter((_, place) => place % 2 === 1)).toEqual(Array(10).fill('unavailable'));
    await servers[1]?.restart();
    await expect.poll(() => answer('south', 'ben'), { timeout: 30_000 }).toMatch(/made|already-exists/);
    expect((await auth.people.list({ tenant: 'north' })).accounts).toHaveLength(11);
    expect((await auth.people.find({ tenant: 'south', identifier: 'ada' }))?.identifiers).toEqual(['ada']);
    await auth.close();
  });
});
