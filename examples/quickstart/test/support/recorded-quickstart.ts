import { format } from 'node:util';
import type { Store as StorePort } from '@sallyport/engine';
import { onTestFinished, vi } from 'vitest';
import { startQuickstart } from '../../src/server.ts';
import { Clock } from './clock.ts';
import { dumpOf } from './dump.ts';
import { CHEAP_HASHING, Quickstart, STORE } from './quickstart.ts';
import { emptyDatabase } from './servers/databases.ts';
import { freePort, recordingLine } from './servers/recording-line.ts';
import { withVerbs } from './with-verbs.ts';

/** A quickstart that records every byte on the wire, every record of its store, and every log message. */
export interface RecordedQuickstart {
  readonly app: Quickstart;
  traffic(): Buffer;
  /** The present records of the store, and every earlier commit. */
  store(): Promise<string>;
  logs(): string;
}

/** Starts a recorded quickstart for one test, on the store of the suite. */
export async function recordedQuickstart(): Promise<RecordedQuickstart> {
  const line = await recordingLine();
  onTestFinished(() => line.stop());
  const database = await emptyDatabase(STORE);
  const port = await freePort();
  line.leadsTo(port);
  const [clock, said, written] = [new Clock(), recordedConsole(), [] as string[]];
  let opened: StorePort | undefined;
  const { close } = await startQuickstart({
    port,
    origin: `http://localhost:${line.port}`,
    store: STORE,
    ...(database === undefined ? {} : { databaseUrl: database.url }),
    passwordHashing: CHEAP_HASHING,
    clock: () => clock.now,
    aroundStore(store) {
      opened = store;
      return withVerbs(store, {
        commit(change) {
          written.push(JSON.stringify(change));
          return store.commit(change);
        },
      });
    },
  });
  const app = new Quickstart(clock, `http://localhost:${line.port}`, close);
  onTestFinished(async () => {
    await app.close();
    await database?.drop();
  });
  return {
    app,
    traffic: () => line.bytes(),
    logs: () => said.join('\n'),
    async store() {
      if (opened === undefined) throw new Error('The store is not open yet');
      return `${await dumpOf(STORE, opened, database?.url)}\n${written.join('\n')}`;
    },
  };
}

/** Records the console, which is the quickstart's logger. */
function recordedConsole(): readonly string[] {
  const said: string[] = [];
  for (const name of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    const spy = vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void said.push(format(...words)));
    onTestFinished(() => spy.mockRestore());
  }
  return said;
}
