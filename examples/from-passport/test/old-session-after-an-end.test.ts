import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@sallyport/cli';
import { hostCode, type Mail, type Sallyport } from '@sallyport/engine';
import { emptyPostgres, hasPostgres } from '@sallyport/test-support/empty-postgres';
import { freePort } from '@sallyport/test-support/free-port';
import type { Express } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../src/after/app.ts';
import { createAuth } from '../src/after/auth.ts';
import { ENDING } from '../src/after/old-sessions.ts';
import { rowsOf } from '../src/move/rows-of.ts';

// The old app is CommonJS without types.
const load = createRequire(import.meta.url);
const before: {
  createApp(options: { pool: object; sessionSecret: string; moving?: boolean }): Promise<Express>;
} = load('../src/before/app.cjs');

const PASSWORD = 'correct horse battery staple';
const sessionSecret = 'the secret of the old sessions';

type EventType = Awaited<ReturnType<Sallyport['audit']['events']>>['events'][number]['type'];

interface Answer {
  readonly status: number;
  readonly body: {
    readonly status?: string;
    readonly secret?: string;
    readonly orders?: readonly { readonly item: string }[];
  };
}

describe.skipIf(!hasPostgres())('an old session after the move', () => {
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

  const by = hostCode('help desk');
  /** Acts that end sessions of the account in the new app. */
  const ENDS: Readonly<Record<string, (identifier: string) => Promise<unknown>>> = {
    'a block, and the end of the block': async (identifier) => {
      await auth.people.block({ identifier }, { reason: 'a lost laptop', by });
      await auth.people.unblock({ identifier }, { by });
    },
    'a help-in with another mailbox': (identifier) =>
      auth.people.helpIn({ identifier }, { lost: ['mailbox'], email: `new-${identifier}`, by }),
    'a help-in after a lost password': (identifier) => auth.people.helpIn({ identifier }, { lost: ['password'], by }),
    'the end of all sessions': (identifier) => auth.people.endSessions({ identifier }, { by }),
    'another password by host code': (identifier) =>
      auth.people.setPassword({ identifier }, { password: 'another battery staple', by }),
    'no mailbox any more': (identifier) => auth.people.setEmail({ identifier }, { email: null, by }),
    'another mailbox by host code': (identifier) =>
      auth.people.setEmail({ identifier }, { email: `other-${identifier}`, by }),
  };

  /** The compiler demands each new type. Of the types that are false, no act ends a session of somebody who goes on. */
  const ENDS_SESSIONS: Record<EventType, boolean> = {
    'sign-in.started': false,
    'sign-in.failed': false,
    'sign-in.succeeded': false,
    'sign-in.denied': false,
    'sign-in.unfamiliar': false,
    'sign-in.disowned': true,
    'account.created': false,
    'account.invited': false,
    'account.locked': false,
    'account.unlocked': false,
    'account.blocked': true,
    'account.unblocked': true,
    'account.dormant': true,
    'account.methods-changed': false,
    'account.roles-changed': true,
    'account.email-changed': true,
    'account.identifier-changed': false,
    'account.external-id-changed': false,
    'account.exported': false,
    'account.deleted': false,
    'account.deletion-announced': false,
    'account.imported': false,
    'account.resealed': false,
    'factor.enrolled': false,
    'factor.removed': true,
    'two-step.reset': true,
    'passkeys.reset': true,
    'passkey.revoked': true,
    'passkey.suspicious': false,
    'backup-codes.issued': false,
    'backup-code.used': false,
    'enrollment.vouched': true,
    'enrollment-code.used': false,
    'password.changed': true,
    'password.reset': true,
    'session.revoked': true,
    'session.limit': false,
    'step-up.succeeded': false,
    'policy.changed': false,
    'policy.shadow-started': false,
    'policy.shadow-ended': false,
    'shadow.asked-for-more': false,
    'shadow.denied': false,
    'shadow.let-off': false,
    'emergency.used': false,
    'vault.created': false,
    'vault.replaced': false,
    'vault.envelope-added': false,
    'vault.envelope-removed': false,
    'vault.emergency-opened': false,
    'external-id.linked': false,
    'external-id.unlinked': true,
    'device.forgotten': false,
    'invitation.sent': false,
    'invitation.withdrawn': false,
    'reminder.sent': false,
    'organisation.created': false,
    'organisation.changed': false,
    'organisation.removed': false,
    'organisation.member-set': false,
    'organisation.member-removed': false,
    'organisation.member-invited': false,
    'organisation.invitation-withdrawn': false,
    'organisation.invitation-ended': false,
    'account.email-confirmed': false,
    'tenant.removed': false,
  };

  it('X22 every kind of event is decided on', () => {
    const ending = Object.entries(ENDS_SESSIONS).flatMap(([type, ends]) => (ends ? [type] : []));
    expect([...ENDING].toSorted()).toEqual(ending.toSorted());
  });

  it.each(Object.entries(ENDS))('X22 an old session is over after %s', async (name, ends) => {
    const { pool } = database;
    const email = `olga-${Object.keys(ENDS).indexOf(name)}@example.org`;
    await serve(await before.createApp({ pool, sessionSecret, moving: true }));
    // The people of earlier tests differ from their rows.
    await pool.query('delete from orders');
    await pool.query('delete from users');
    await signsUp(email);
    const thief = browser();
    expect(await signsInBefore(thief, email)).toBe(200);
    await stop();
    await importsUsers();
    await serve(await createApp({ auth, pool, sessionSecret }));
    // A session of the new app, which the act ends.
    const own = browser();
    expect(await signsInAfter(own, email)).toMatchObject({ body: { status: 'complete' } });
    expect((await thief('GET', '/orders')).status).toBe(200);

    await ends(email);
    expect({
      ofNewApp: (await own('GET', '/orders')).status,
      ofOldApp: (await thief('GET', '/orders')).status,
    }).toEqual({ ofNewApp: 401, ofOldApp: 401 });
  });

  it('X22 an old session is over after the end of a block that the import made', async () => {
    const { pool } = database;
    const email = 'udo@example.org';
    await serve(await before.createApp({ pool, sessionSecret, moving: true }));
    await pool.query('delete from orders');
    await pool.query('delete from users');
    await signsUp(email);
    const thief = browser();
    expect(await signsInBefore(thief, email)).toBe(200);
    await pool.query('update users set disabled = true');
    await stop();
    await importsUsers();
    await serve(await createApp({ auth, pool, sessionSecret }));
    expect(await auth.people.unblock({ identifier: email }, { by })).toMatchObject({ status: 'active' });
    expect((await thief('GET', '/orders')).status).toBe(401);
  });
});
