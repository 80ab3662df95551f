import { sessionRaces } from '@sallyport/test-support/stores/session-races';
import { listeningTo, onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';

onPostgres('sessions that end beside what moves them', (server) => {
  sessionRaces(
    async () => {
      const pool = poolOn(await server().createDatabase(), { max: 16 });
      const listening = listeningTo(pool);
      const store = postgresStore(listening.pool, { statementTimeout: 30_000 });
      return { store, faults: listening.faults, close: () => pool.end() };
    },
    { rounds: 120 },
  );
});
