import { createSallyport, type Sallyport, type SendMail } from '@sallyport/engine';
import { sqliteStore } from '@sallyport/storage-sqlite';
import Database from 'better-sqlite3';

export interface AuthOptions {
  /** The path of the database. */
  readonly file: string;
  /** The origin in the browser's address bar. */
  readonly origin: string;
  readonly secret: string;
  readonly sendMail: SendMail;
}

/** Opens the database and the engine. `close` closes both. */
export async function openAuth({ file, origin, secret, sendMail }: AuthOptions): Promise<{
  readonly auth: Sallyport;
  close(): Promise<void>;
}> {
  const database = new Database(file);
  const auth = createSallyport({
    origin,
    secrets: [secret],
    store: sqliteStore(database),
    policy: { administrators: {} }, // No role administers over HTTP.
    sendMail,
    logger: console,
  });
  await auth.ready();
  return {
    auth,
    async close() {
      await auth.close();
      database.close();
    },
  };
}
