import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Store } from '@sallyport/store';
import { thoroughly } from '@sallyport/test-support/how-much';
import type { OpenedSqlite } from '@sallyport/test-support/sqlite-drivers';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { signInOf, TENANT } from './testing/dying-commits.test-support.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

const CRASHES = thoroughly(1_000, 24);
/** The moments before and after the statements of the commit that opens a session. */
const MOMENTS = 22;
const home = fileURLToPath(new URL('..', import.meta.url));
const built = join(home, 'node_modules/.cache/tests', String(process.pid));

onSqlite('a process that is killed while it commits', (driver) => {
  let file: TestFile;
  let database: OpenedSqlite;
  let store: Store;

  beforeAll(async () => {
    // Beneath the package, so that the driver is found.
    await build({
      entry: { dying: join(home, 'src/testing/dying-process.test-support.ts') },
      outDir: built,
      config: false,
      format: 'esm',
      platform: 'node',
      target: 'es2023',
      silent: true,
      external: ['better-sqlite3'],
      noExternal: [/^@sallyport\//, 'zod'],
      esbuildOptions: (options) => {
        options.conditions = ['@sallyport/source'];
      },
    });
    file = new TestFile(driver);
    database = file.connect();
    store = sqliteStore(database);
    await store.open();
  });
  afterAll(() => file?.close());

  /** Runs a process until it kills itself at a statement, or is killed after some milliseconds. Returns its lines. */
  function dies(
    name: string,
    at: { readonly statement?: number; readonly after?: number },
  ): Promise<readonly string[]> {
    const args = [join(built, 'dying.js'), file.path, driver.name, name, String(at.statement ?? '')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, wrong] = ['', ''];
    child.stderr.on('data', (text) => {
      wrong += text;
    });
    child.stdout.on('data', (text) => {
      if (said === '' && at.after !== undefined) setTimeout(() => child.kill('SIGKILL'), at.after);
      said += text;
    });
    return new Promise((resolve, reject) => {
      child.on('close', (_, signal) =>
        signal === 'SIGKILL' ? resolve(said.split('\n')) : reject(new Error(`the process ended: ${wrong}`)),
      );
    });
  }

  const saidOf = (lines: readonly string[], verb: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${verb} `) ? [line.slice(verb.length + 1)] : []));
  const isStored = (table: string, column: string, id: string): boolean =>
    database.prepare(`select 1 from sallyport_${table} where tenant = ? and ${column} = ?`).get(TENANT, id) != null;

  it(`X17 loses nothing that was answered, and uses no value twice, in ${CRASHES} crashes`, {
    timeout: 120_000 + CRASHES * 2_000,
  }, async () => {
    const found = { tried: 0, granted: 0, judged: 0, unanswered: 0 };
    const [twice, lost, half]: [string[], string[], string[]] = [[], [], []];
    for (let turn = 0; turn < CRASHES; turn += 1) {
      const lines = await dies(
        `crash-${turn}`,
        turn % 4 === 3 ? { after: turn % 16 } : { statement: (turn * 5) % MOMENTS },
      );
      const [tried, granted, judged] = ['trying', 'granted', 'judged'].map((verb) => saidOf(lines, verb));
      for (const key of tried ?? []) {
        const parts = [
          isStored('session', 'id', key),
          isStored('event', 'id', key),
          isStored('single_use', 'key', key),
        ];
        const isWritten = parts.every(Boolean);
        if (!isWritten && parts.some(Boolean)) half.push(key);
        if (!isWritten && granted?.includes(key)) lost.push(key);
        if (isWritten && !granted?.includes(key)) found.unanswered += 1;
        const again = await store.commit(signInOf(key, `again-${key}`));
        if (again.outcome === 'committed' && isWritten) twice.push(key);
        if (again.outcome === 'conflict' && !isWritten) lost.push(`the use of ${key}`);
      }
      for (const key of judged ?? []) {
        const [counter] = await store.listCounters(TENANT, [`guess-${key}`]);
        if (counter?.counter.total !== 1 || !isStored('event', 'id', `wrong-${key}`)) lost.push(`the guess of ${key}`);
      }
      found.tried += tried?.length ?? 0;
      found.granted += granted?.length ?? 0;
      found.judged += judged?.length ?? 0;
    }
    process.stdout.write(
      `${driver.name}: ${CRASHES} crashes; of ${found.tried} sign-ins ${found.granted} answered and ${found.unanswered} written without an answer, ` +
        `${found.judged} guesses judged; granted twice ${twice.length}, lost ${lost.length}, half-written ${half.length}\n`,
    );
    expect({ twice, lost, half }).toEqual({ twice: [], lost: [], half: [] });
    expect(found.granted).toBeGreaterThan(CRASHES);
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});
