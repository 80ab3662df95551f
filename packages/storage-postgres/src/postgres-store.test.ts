import { thoroughly } from '@sallyport/test-support/how-much';
import { tcpProxyTo } from '@sallyport/test-support/tcp-proxy';
import { storeConformance } from '@sallyport/testing/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { emptyStore } from './testing/empty-store.test-support.ts';
import { atPort, onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('on PostgreSQL, by a pool of 25 connections', (server) => {
  let url: string;
  let pool: Pool;

  beforeAll(async () => {
    url = await server().createDatabase();
    pool = poolOn(url, { max: 25 });
  });
  afterAll(() => pool.end());

  storeConformance({
    describe,
    it,
    rounds: thoroughly(100, 25),
    create: async () => emptyStore(pool),
    createPlantable: async () => emptyStore(pool),
    createSeverable: async () => {
      const line = await tcpProxyTo(server().port);
      const severed = poolOn(atPort(url, line.port), { max: 2 });
      return {
        store: emptyStore(severed).store,
        sever: line.sever,
        close: async () => {
          await severed.end();
          await line.sever();
          await emptyStore(pool).close();
        },
      };
    },
  });
});
