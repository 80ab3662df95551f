import { inCi } from '@sallyport/test-support/how-much';
import { sessionRaces } from '@sallyport/test-support/stores/session-races';
import { overConnections } from './testing/over-connections.test-support.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

onSqlite('sessions that end beside what moves them', (driver) => {
  sessionRaces(
    async () => {
      const file = new TestFile(driver);
      return { store: overConnections(file, 8), close: file.close };
    },
    { rounds: inCi(120, 24) },
  );
});
