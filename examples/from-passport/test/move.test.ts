import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@sallyport/cli';
import { hostCode, type Mail, type Sallyport, tenantId } from '@sallyport/engine';
import { postgresStore } from '@sallyport/storage-postgres';
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
const { totpCode }: { totpCode(secret: string, at: number): string } = load('../src/before/totp.cjs');

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

describe.skipIf(!hasPostgres())('the move of an app from Passport', () => {
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
  async function importsUsers(): Promise<string> {
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
    expect(await run(['import', file, '--auth', module], { ...io, colours: false })).toBe(0);
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

  async function hashOf(email: string): Promise<string | undefined> {
    const person = await auth.people.find({ identifier: email });
    if (person === undefined || 'refused' in person) throw new Error(`${email} has no account`);
    const account = await postgresStore(database.pool).readAccount(tenantId('default'), person.accountId);
    return account?.password?.hash;
  }

  const ORDERS = { status: 200, body: { orders: [{ item: 'a lamp' }] } };

  it('X22 users sign in before, during and after the move, by the passwords and the app that they have', async () => {
    const { pool } = database;
    await serve(await before.createApp({ pool, sessionSecret }));
    for (const email of ['bert@example.org', 'tina@example.org', 'dora@example.org']) await signsUp(email);
    await signsUp('uma@example.org', false);
    await pool.query("update users set disabled = true where email = 'dora@example.org'");
    const [bert, tina] = [browser(), browser()];
    expect(await signsInBefore(bert, 'bert@example.org')).toBe(200);
    expect(await signsInBefore(tina, 'tina@example.org')).toBe(200);
    const { secret = '' } = (await tina('POST', '/totp')).body;
    expect(await signsInBefore(browser(), 'tina@example.org')).toBe(401);
    expect(await signsInBefore(browser(), 'tina@example.org', totpCode(secret, Date.now()))).toBe(200);

    // The first run, while the old app serves. From now on, the old app changes no password and no secret.
    expect(await importsUsers()).toMatch(/without email\n4 imported$/);
    await serve(await before.createApp({ pool, sessionSecret, moving: true }));
    expect(await signsInBefore(browser(), 'bert@example.org')).toBe(200);
    expect(await signsInBefore(browser(), 'tina@example.org', totpCode(secret, Date.now()))).toBe(200);
    for (const [method, path] of [['PUT', '/password'] as const, ['POST', '/totp'] as const])
      expect(await bert(method, path, { password: 'another password' })).toMatchObject({ status: 503 });
    await signsUp('nora@example.org');

    // The switch: the second run takes Nora, who signed up in the meantime.
    await stop();
    expect(await importsUsers()).toMatch(/4 present, 1 imported$/);
    await serve(await createApp({ auth, pool, sessionSecret }));

    // Whoever was signed in still is.
    expect(await bert('GET', '/orders')).toMatchObject(ORDERS);
    expect((await browser()('GET', '/orders')).status).toBe(401);
    expect(await hashOf('bert@example.org')).toMatch(/^\$2b\$10\$/);
    for (const email of ['bert@example.org', 'nora@example.org']) {
      const at = browser();
      expect(await signsInAfter(at, email)).toMatchObject({ status: 200, body: { status: 'complete' } });
      expect(await at('GET', '/orders')).toMatchObject(ORDERS);
      expect(await hashOf(email)).toMatch(/^\$argon2id\$/);
    }
    expect((await signsInAfter(browser(), 'tina@example.org', '000000')).status).toBe(401);
    const withApp = await signsInAfter(browser(), 'tina@example.org', totpCode(secret, Date.now()));
    expect(withApp).toMatchObject({ status: 200, body: { status: 'complete' } });
    // Uma never confirmed her address: she sets up an app. Dora, whom the old app disabled, stays out.
    const uma = browser();
    const asked = await uma('POST', '/auth/sign-in', { identifier: 'uma@example.org', password: PASSWORD });
    expect(asked).toMatchObject({ status: 200, body: { status: 'enroll' } });
    const { secret: ofUma = '' } = (await uma('POST', '/auth/enroll/totp', {})).body;
    await uma('POST', '/auth/enroll/totp/confirm', { code: totpCode(ofUma, Date.now()) });
    expect(await uma('GET', '/orders')).toMatchObject(ORDERS);
    const dora = await browser()('POST', '/auth/sign-in', { identifier: 'dora@example.org', password: PASSWORD });
    expect(dora.status).toBe(403);
  });

  it('X22 an old session ends with a sign-out, with the user’s act in the new app, and with a block', async () => {
    const { pool } = database;
    await serve(await before.createApp({ pool, sessionSecret, moving: true }));
    for (const email of ['olga@example.org', 'otto@example.org', 'orla@example.org']) await signsUp(email);
    const [olga, otto, orla] = [browser(), browser(), browser()];
    expect(await signsInBefore(olga, 'olga@example.org')).toBe(200);
    expect(await signsInBefore(otto, 'otto@example.org')).toBe(200);
    expect(await signsInBefore(orla, 'orla@example.org')).toBe(200);
    await stop();
    await importsUsers();
    await serve(await createApp({ auth, pool, sessionSecret }));
    for (const at of [olga, otto, orla]) expect(await at('GET', '/orders')).toMatchObject(ORDERS);

    expect((await olga('POST', '/sign-out')).status).toBe(204);
    expect((await olga('GET', '/orders')).status).toBe(401);

    const elsewhere = browser();
    await signsInAfter(elsewhere, 'otto@example.org');
    expect(await otto('GET', '/orders')).toMatchObject(ORDERS);
    const next = { current: PASSWORD, next: 'another battery staple' };
    expect((await elsewhere('POST', '/auth/account/password', next)).status).toBe(200);
    expect((await otto('GET', '/orders')).status).toBe(401);

    await auth.people.block({ identifier: 'orla@example.org' }, { reason: 'a lost laptop', by: hostCode('test') });
    expect((await orla('GET', '/orders')).status).toBe(401);
    // Otherwise a later run tells that the account differs from the row.
    await auth.people.unblock({ identifier: 'orla@example.org' }, { by: hostCode('test') });
    expect((await orla('GET', '/orders')).status).toBe(401);
  });

  it('X22 a user who signs up in the new app has an account and a row, or neither', async () => {
    await serve(await createApp({ auth, pool: database.pool, sessionSecret }));
    const signUp = (email: string, password: string) => browser()('POST', '/sign-up', { email, password });
    expect((await signUp('vera@example.org', 'short')).status).toBe(400);
    expect((await signUp('vera@example.org', PASSWORD)).status).toBe(201);
    expect(await signsInAfter(browser(), 'vera@example.org')).toMatchObject({ body: { status: 'complete' } });
    expect((await signUp('Vera@example.org', PASSWORD)).status).toBe(409);
    expect(await importsUsers()).toMatch(/present$/);
  });
});
