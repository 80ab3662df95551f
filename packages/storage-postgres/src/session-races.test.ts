import { inCi } from '@sallyport/test-support/how-much';
import { sessionRaces } from '@sallyport/test-support/stores/session-races';
import { postgresStore } from './postgres-store.ts';
import { listeningTo, onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('sessions that end beside what moves them', (server) => {
  sessionRaces(
    async () => {
      const pool = poolOn(await server().createDatabase(), { max: 16 });
      const listening = listeningTo(pool);
      const store = postgresStore(listening.pool, { statementTimeout: '30s' });
      return { store, faults: listening.faults, close: () => pool.end() };
    },
    { rounds: inCi(120, 24) },
  );
});
