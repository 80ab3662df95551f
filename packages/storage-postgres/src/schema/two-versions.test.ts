import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createSallyport, hostCode, isRefusal, type Sallyport, type SallyportOptions } from '@sallyport/engine';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from '../postgres-store.ts';
import { onPostgres, poolOn } from '../testing/pg-server.test-support.ts';
import { LATEST, migrationSchema, migrations, migrationTable, USABLE_FROM } from './migrations/migrations.ts';

/**
 * Recordings of former versions, `0006.ndjson`: each line is a statement of a process whose newest migration was 6, in the order of sending.
 * `SALLYPORT_RECORD_STATEMENTS=1` adds the recording of the present version, at each release.
 */
const RECORDINGS = fileURLToPath(new URL('./former', import.meta.url));
const SCHEMA = 'sallyport';
const PASSWORD = 'correct horse battery staple';

interface Sent {
  readonly text: string;
  readonly values: unknown[];
  /** The number of rows in the answer. */
  readonly rows: number;
}

const recorded = readdirSync(RECORDINGS)
  .filter((name) => name.endsWith('.ndjson'))
  .map((name) => ({ version: Number.parseInt(name, 10), file: `${RECORDINGS}/${name}` }));

it('X40 has the recording of the oldest version that may use the newest tables', () => {
  expect(Math.min(...recorded.map(({ version }) => version))).toBe(USABLE_FROM);
});

const readRecording = (file: string): readonly Sent[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Sent => JSON.parse(line));

const options = { origin: 'https://app.example', secrets: ['a secret that is long enough to be one'] } as const;

function engineOn(store: SallyportOptions<string>['store']): Sallyport {
  return createSallyport({
    ...options,
    store,
    policy: { requiredStrength: 'single', administrators: { policy: ['owner'] } },
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    sendMail: () => undefined,
    logger: { warn: () => undefined, error: () => undefined },
  });
}

/** Throws if an operation was refused. */
async function done(operation: Promise<object | undefined>): Promise<void> {
  const answer = await operation;
  if (isRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`);
}

/** Signs in, and returns the token of the session. */
async function signIn(auth: Sallyport, identifier: string): Promise<string> {
  const caller = { tenant: 'default', mode: 'token' } as Parameters<Sallyport['signIn']['begin']>[0];
  const reply = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  const token = 'keep' in reply && reply.keep?.mode === 'token' ? reply.keep.session?.token : undefined;
  if (token === undefined) throw new Error(`nobody signed in: ${JSON.stringify(reply)}`);
  return token;
}

/** What people and host code do: everything that an app does every day. */
async function live(auth: Sallyport, name: string): Promise<void> {
  const who = { identifier: `${name}@example.org` };
  const by = 'test';
  await done(
    auth.people.create({ ...who, email: who.identifier, password: PASSWORD, externalId: name, by: hostCode(by) }),
  );
  await done(auth.people.create({ identifier: `${name}-other`, password: PASSWORD, by: hostCode(by) }));
  const sessionToken = await signIn(auth, who.identifier);
  await auth.signIn.begin({ tenant: 'default', mode: 'token' } as Parameters<Sallyport['signIn']['begin']>[0], {
    identifier: who.identifier,
    password: 'a wrong password',
  });
  const caller = { tenant: 'default', mode: 'token', sessionToken } as Parameters<Sallyport['sessions']['guard']>[0];
  const session = await auth.sessions.guard(caller, { needs: 'session' });
  if ('refused' in session) throw new Error(`the session is refused: ${session.refused}`);
  await done(auth.people.setRoles(who, { roles: ['employee'], by: hostCode(by) }));
  await done(auth.people.unlock(who, { by: hostCode(by) }));
  await done(auth.people.vouch(who, { by: hostCode(by) }));
  await auth.people.list();
  await auth.people.sessions(who);
  await auth.people.devices(who);
  await done(auth.people.block(who, { reason: 'test', by: hostCode(by) }));
  await done(auth.people.unblock(who, { by: hostCode(by) }));
  await done(auth.people.endSessions(who, { by: hostCode(by) }));
  const { policy, version } = await auth.policy.current('default');
  await done(
    auth.policy.set(
      'default',
      { ...policy, recentProof: `${version + 10}m` },
      { ifVersion: version, by: hostCode(by) },
    ),
  );
  await auth.events({ limit: 100 });
  await done(auth.people.delete({ identifier: `${name}-other` }, { by: hostCode(by) }));
  await auth.runBackgroundWork();
}

onPostgres('two versions of the code on one database', (server) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = poolOn(await server().createDatabase());
  });
  afterAll(() => pool.end());

  const migrateTo = async (from: number, to: number): Promise<void> => {
    for (const { sql } of migrations.slice(from, to)) await pool.query(sql(SCHEMA));
  };
  const empty = async (): Promise<void> => {
    await pool.query(`drop schema if exists "${SCHEMA}" cascade`);
    await pool.query(migrationSchema(SCHEMA) + migrationTable(SCHEMA));
  };
  const replay = async (statements: readonly Sent[]): Promise<void> => {
    for (const { text, values, rows } of statements)
      expect([text, (await pool.query(text, values)).rows.length]).toEqual([text, rows]);
  };

  it.each(recorded)(
    'X40 a process whose newest migration is $version works on, while and after a newer process migrates',
    async ({ version, file }) => {
      const statements = readRecording(file);
      expect(statements.length).toBeGreaterThan(50);
      // The newer process migrates between any two statements of the older process: at the beginning, in the middle, at the end.
      for (const at of [0, Math.floor(statements.length / 2), statements.length]) {
        await empty();
        await migrateTo(0, version);
        await replay(statements.slice(0, at));
        await migrateTo(version, LATEST);
        await replay(statements.slice(at));
        const newer = engineOn(postgresStore(pool));
        await newer.ready();
        const found = await newer.people.find({ identifier: 'old@example.org' });
        expect(found).toMatchObject({ externalId: 'old', roles: ['employee'] });
        await signIn(newer, 'old@example.org');
        const { events } = await newer.events({ limit: 500 });
        expect(events.map(({ type }) => type)).toEqual(
          expect.arrayContaining(['account.created', 'sign-in.failed', 'account.deleted']),
        );
        await live(newer, 'new');
        await newer.close();
      }
    },
  );

  it.each(recorded)(
    'X40 is noticed when a migration takes what a process of $version needs',
    async ({ version, file }) => {
      await empty();
      await migrateTo(0, version);
      await pool.query(`alter table "${SCHEMA}".sallyport_session rename column doc to document`);
      await expect(replay(readRecording(file))).rejects.toThrow('column "doc"');
    },
  );

  it.runIf(env['SALLYPORT_RECORD_STATEMENTS'] === '1')('records the statements of this version', async () => {
    await empty();
    await migrateTo(0, LATEST);
    const sent: Sent[] = [];
    const query = async (text: string, values: unknown[] = []) => {
      const answer = await pool.query(text, values);
      sent.push({ text, values, rows: answer.rows.length });
      return answer;
    };
    const auth = engineOn(postgresStore({ query }, { schema: SCHEMA, migrate: 'never' }));
    await auth.ready();
    await live(auth, 'old');
    await auth.close();
    expect(JSON.parse(JSON.stringify(sent))).toEqual(sent);
    const lines = sent.map((each) => JSON.stringify(each)).join('\n');
    writeFileSync(`${RECORDINGS}/${String(LATEST).padStart(4, '0')}.ndjson`, `${lines}\n`);
  });
});
