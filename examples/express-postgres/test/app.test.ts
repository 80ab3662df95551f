import type { Server } from 'node:http';
import type { Mail } from '@sallyport/engine';
import { freePort } from '@sallyport/test-support/free-port';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../src/app.ts';
import { postgresHere, startPostgres } from './postgres.ts';

const PASSWORD = 'correct horse battery staple';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly status?: string;
    readonly offer?: readonly { readonly method: string }[];
    readonly user?: { readonly email: string; readonly roles: readonly string[] };
    readonly orders?: readonly { readonly id: number; readonly item: string }[];
    readonly code?: string;
  };
}

describe.skipIf(postgresHere === null)('an app with users of its own, and Sallyport beside them', () => {
  const mails: Mail[] = [];
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;
  let running: Awaited<ReturnType<typeof createApp>>;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    pool = new Pool({ connectionString: postgres.url });
    // The server may stop before the last connection is closed.
    pool.on('error', () => {});
    const port = await freePort();
    origin = `http://localhost:${port}`;
    const secret = 'a secret that only this test knows, and nobody needs';
    running = await createApp({ pool, origin, secret, sendMail: (mail) => void mails.push(mail) });
    server = running.app.listen(port, '127.0.0.1');
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await running?.close();
    await pool?.end();
    await postgres?.stop();
  });

  /** A browser: keeps cookies and sends the `Origin` of its page. */
  function browser(): (method: string, path: string, json?: object) => Promise<Answer> {
    const cookies = new Map<string, string>();
    return async (method, path, json) => {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
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
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    };
  }

  /** Signs up, and orders a lamp. */
  async function signUp(email: string): Promise<ReturnType<typeof browser>> {
    const visitor = browser();
    expect((await visitor('POST', '/auth/sign-up', { email })).status).toBe(202);
    const token = await vi.waitUntil(() => mails.findLast(({ to, kind }) => to === email && kind === 'sign-up')?.token);
    const made = await visitor('POST', '/auth/sign-up/confirm', { token, password: PASSWORD });
    expect(made).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect((await visitor('GET', '/orders')).status).toBe(200);
    await pool.query("insert into orders (user_id, item) select id, 'a lamp' from users where email = $1", [email]);
    return visitor;
  }

  /** Signs in by password and mailed code. */
  async function signIn(at: ReturnType<typeof browser>, email: string): Promise<Answer> {
    await at('POST', '/auth/sign-in', { identifier: email, password: PASSWORD });
    await at('POST', '/auth/sign-in/email-code/send', {});
    const code = mails.findLast(({ to }) => to === email)?.code;
    return at('POST', '/auth/sign-in/email-code', { code });
  }

  it('a customer signs up, signs in elsewhere, and sees the orders of the users table', async () => {
    await signUp('carl@example.org');
    const customer = browser();
    expect((await customer('GET', '/orders')).status).toBe(401);
    expect(await signIn(customer, 'carl@example.org')).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect(await customer('GET', '/orders')).toMatchObject({
      status: 200,
      body: { user: { email: 'carl@example.org', roles: [] }, orders: [{ item: 'a lamp' }] },
    });
    const refused = await customer('DELETE', '/orders/1');
    expect(refused).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
  });

  it('nobody signs up twice, and nobody else learns who has an account', async () => {
    expect((await browser()('POST', '/auth/sign-up', { email: 'CARL@example.org' })).status).toBe(202);
    await vi.waitUntil(() => mails.at(-1)?.kind === 'sign-up-taken');
    expect((await pool.query('select 1 from users')).rowCount).toBe(1);
  });

  it('whom the users table makes staff has to be stronger at the next sign-in', async () => {
    await signUp('stella@example.org');
    await pool.query("update users set roles = '{staff}' where email = 'stella@example.org'");
    const asked = await signIn(browser(), 'stella@example.org');
    expect(asked).toMatchObject({ status: 200, body: { status: 'enroll' } });
    expect(asked.body.offer?.map(({ method }) => method)).toContain('passkey');
  });

  it("the app's tables stay its own: Sallyport's are in a schema beside them", async () => {
    const { rows } = await pool.query(
      "select table_schema as schema, count(*)::int as tables from information_schema.tables where table_schema in ('public', 'sallyport') group by 1 order by 1",
    );
    expect(rows).toEqual([
      { schema: 'public', tables: 2 },
      { schema: 'sallyport', tables: expect.any(Number) },
    ]);
  });
});
