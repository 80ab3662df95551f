import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@sallyport/cli';
import type { Mail, Sallyport } from '@sallyport/engine';
import { emptyPostgres, hasPostgres } from '@sallyport/test-support/empty-postgres';
import { freePort } from '@sallyport/test-support/free-port';
import type { Express } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../src/after/app.ts';
import { createAuth } from '../src/after/auth.ts';
import { rowsOf } from '../src/move/rows-of.ts';

// The old app is CommonJS without types.
const load = createRequire(import.meta.url);
const before: {
  createApp(options: { pool: object; sessionSecret: string; moving?: boolean }): Promise<Express>;
} = load('../src/before/app.cjs');

const PASSWORD = 'correct horse battery staple';
const sessionSecret = 'the secret of the old sessions';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly status?: string;
    readonly secret?: string;
    readonly orders?: readonly { readonly item: string }[];
  };
}

describe.skipIf(!hasPostgres())('a user disabled between the runs of the move', () => {
  const mails: Mail[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-from-passport-'));
  let database: Awaited<ReturnType<typeof emptyPostgres>>;
  let auth: Sallyport;
  let port: number;
  let server: Server | undefined;

  beforeAll(async () => {
    database = await emptyPostgres();
    port = await freePort();
    auth = createAuth({
      pool: database.pool,
      origin: `http://localhost:${port}`,
      secret: 'a secret that only this test knows, and nobody needs',
      sendMail: (mail) => void mails.push(mail),
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  afterAll(async () => {
    await stop();
    await auth?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function stop(): Promise<void> {
    server?.closeAllConnections();
    await new Promise((closed) => (server === undefined ? closed(undefined) : server.close(closed)));
    server = undefined;
  }

  /** Stops the app that serves, and serves another app at the same address. */
  async function serve(app: Express): Promise<void> {
    await stop();
    server = createServer((request, response) => {
      // `fetch` would use an open connection to a stopped app again.
      response.setHeader('connection', 'close');
      app(request, response);
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
  }

  /** A browser: keeps cookies and sends the `Origin` of its page. */
  function browser(): (method: string, path: string, json?: object) => Promise<Answer> {
    const cookies = new Map<string, string>();
    return async (method, path, json) => {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const origin = `http://localhost:${port}`;
      const response = await fetch(origin + path, {
        method,
        headers: { origin, cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
        body: json === undefined ? null : JSON.stringify(json),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const text = await response.text();
      return { status: response.status, body: /^[[{]/.test(text) ? JSON.parse(text) : {} };
    };
  }

  /** Exports the users table, and runs `sallyport import`. Returns what the command prints. */
  async function importsUsers(...more: readonly string[]): Promise<string> {
    const file = join(folder, 'people.jsonl');
    const lines: string[] = [];
    for await (const row of rowsOf(database.pool)) lines.push(`${JSON.stringify(row)}\n`);
    writeFileSync(file, lines.join(''));
    // The command loads a module with the app's object, and closes the object.
    vi.stubGlobal('authOfTheTest', { ...auth, close: async () => {} });
    const module = join(folder, 'auth.mjs');
    writeFileSync(module, 'export const auth = globalThis.authOfTheTest;');
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
    expect(await run(['import', file, '--auth', module, '--by', 'the move', ...more], { ...io, colours: false })).toBe(
      0,
    );
    return said.join('\n');
  }

  async function signsUp(email: string, emailVerified = true): Promise<void> {
    expect(await browser()('POST', '/sign-up', { email, password: PASSWORD })).toMatchObject({ status: 201 });
    await database.pool.query('update users set email_verified = $2 where email = $1', [email, emailVerified]);
    await database.pool.query("insert into orders (user_id, item) select id, 'a lamp' from users where email = $1", [
      email,
    ]);
  }

  const signsInBefore = async (at: ReturnType<typeof browser>, email: string, code?: string): Promise<number> =>
    (await at('POST', '/sign-in', { email, password: PASSWORD, code })).status;

  async function signsInAfter(at: ReturnType<typeof browser>, email: string, code?: string): Promise<Answer> {
    await at('POST', '/auth/sign-in', { identifier: email, password: PASSWORD });
    if (code !== undefined) return at('POST', '/auth/sign-in/totp', { code });
    await at('POST', '/auth/sign-in/email-code/send', {});
    return at('POST', '/auth/sign-in/email-code', { code: mails.findLast(({ to }) => to === email)?.code });
  }

  it('X22 users whom the old app disables or deletes between the runs are refused after the switch', async () => {
    const { pool } = database;
    await serve(await before.createApp({ pool, sessionSecret }));
    for (const email of ['dora@example.org', 'olga@example.org', 'gert@example.org']) await signsUp(email);
    const dora = browser();
    expect(await signsInBefore(dora, 'dora@example.org')).toBe(200);
    expect(await importsUsers()).toMatch(/3 imported$/);

    // Between the runs, administrators of the old app go on.
    await serve(await before.createApp({ pool, sessionSecret, moving: true }));
    await pool.query("update users set disabled = true where email = 'dora@example.org'");
    await pool.query("delete from orders where user_id = (select id from users where email = 'gert@example.org')");
    await pool.query("delete from users where email = 'gert@example.org'");
    expect(await signsInBefore(browser(), 'dora@example.org')).toBe(401);
    expect((await dora('GET', '/orders')).status).toBe(401);

    await stop();
    const said = await importsUsers('--complete', '--block-missing', '1');
    expect(said).toMatch(/people\.jsonl:1: the account takes disabled of the line/);
    expect(said).toMatch(/no line names the account \S+ \(externalId 3\): blocked/);
    expect(said).toMatch(/2 present, 1 missing$/);
    await serve(await createApp({ auth, pool, sessionSecret }));
    expect((await dora('GET', '/orders')).status).toBe(401);
    for (const email of ['dora@example.org', 'gert@example.org']) {
      const at = browser();
      expect((await signsInAfter(at, email)).body.status).not.toBe('complete');
      expect((await at('GET', '/orders')).status).toBe(401);
    }
    const olga = browser();
    expect(await signsInAfter(olga, 'olga@example.org')).toMatchObject({ body: { status: 'complete' } });
    expect((await olga('GET', '/orders')).status).toBe(200);
  });
});
