import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { instant } from '@sallyport/core';
import { emptyPostgres, hasPostgres } from '@sallyport/test-support/empty-postgres';
import { totpApp } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApp, pageOf, providerOf, signsInAt } from './pages.test-support.ts';

type CreationOptions = Parameters<ReturnType<typeof createAuthenticator>['create']>[0];

const PASSWORD = 'Ｗｉｄｅ correct horse…';
const ORIGIN = 'https://app.example';

/** The old app: better-auth on Postgres, with the plugins that have tables. */
const oldApp = (url: string) => `
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { admin, twoFactor } from 'better-auth/plugins';
import pg from 'pg';

export const pool = new pg.Pool({ connectionString: '${url}' });
export const auth = betterAuth({
  secret: 'a secret of the old app, 0123456789',
  baseURL: '${ORIGIN}',
  database: pool,
  emailAndPassword: { enabled: true },
  plugins: [twoFactor(), passkey({ rpID: 'app.example', origin: '${ORIGIN}' }), admin()],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
});
`;

describe.skipIf(!hasPostgres())('the page about better-auth', () => {
  const page = pageOf('moving-from-better-auth');
  let database: Awaited<ReturnType<typeof emptyPostgres>>;
  /** Sends a request to the old app, as a browser with the cookies of the sign-up. */
  type Asks = (path: string, body?: object) => Promise<Record<string, unknown>>;
  let old: {
    readonly auth: { handler(request: Request): Promise<Response>; readonly options: object };
    pool: { end(): Promise<void> };
  };

  beforeAll(async () => {
    database = await emptyPostgres();
    const file = join(page.folder, 'auth.mjs');
    writeFileSync(file, oldApp(database.url));
    old = await import(pathToFileURL(file).href);
    const { getMigrations } = await import('better-auth/db/migration');
    await (await getMigrations(old.auth.options)).runMigrations();
  });
  afterAll(async () => {
    await old?.pool.end();
    await database?.drop();
  });

  async function signsUp(email: string): Promise<Asks> {
    const cookies = new Map<string, string>();
    const asks: Asks = async (path, body) => {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const answer = await old.auth.handler(
        new Request(`${ORIGIN}/api/auth${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { origin: ORIGIN, cookie, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as Promise<Record<string, unknown>>;
    };
    await asks('/sign-up/email', { email, password: PASSWORD, name: email });
    return asks;
  }
  const exported = () => page.exported([join(page.folder, 'auth.mjs')], {});

  it('X22 a user of better-auth signs in with the password, the app, a backup code and the passkey of before', async () => {
    const ada = await signsUp('ada@example.org');
    const { totpURI, backupCodes } = await ada('/two-factor/enable', { password: PASSWORD });
    const secret = new URL(String(totpURI)).searchParams.get('secret') ?? '';
    await ada('/two-factor/verify-totp', { code: await totpApp(secret).code(instant(Date.now())) });
    const authenticator = createAuthenticator();
    const options = await ada('/passkey/generate-register-options');
    const response = await authenticator.create(options as unknown as CreationOptions, {
      origin: ORIGIN,
      userVerified: true,
    });
    await ada('/passkey/verify-registration', { response, name: 'Ada’s key' });
    // Ben has begun to set an app up, and has identities at two providers, of which Sallyport has one. His ban is over. Dora is banned.
    const ben = await signsUp('ben@example.org');
    await ben('/two-factor/enable', { password: PASSWORD });
    for (const provider of ['google', 'myspace'])
      await database.pool.query(
        `insert into account (id, "userId", "providerId", "accountId", "createdAt", "updatedAt")
        select $1, id, $1, 'ben at ' || $1, now(), now() from "user" where email = 'ben@example.org'`,
        [provider],
      );
    await signsUp('dora@example.org');
    await database.pool.query(`update "user" set banned = true where email = 'dora@example.org'`);
    // Ben uses mailed codes as a second factor (the method `otp`), which sets `twoFactorEnabled`.
    await database.pool.query(
      `update "user" set "emailVerified" = true, "twoFactorEnabled" = true,
        banned = true, "banExpires" = now() - interval '1 day' where email = 'ben@example.org'`,
    );

    const rows = await exported();
    expect(rows.find(({ identifier }) => identifier === 'ben@example.org')?.totp).toBeNull();
    const trust = [{ strength: 'baseline' }] as const;
    const app = await newApp({ providers: [providerOf('google')], policy: { providers: { google: { trust } } } });
    expect((await app.imports(rows)).map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'imported']);
    expect(await app.hashOf('ada@example.org')).toMatch(/^\$scrypt\$/);
    const person = { identifier: 'ada@example.org', password: PASSWORD };
    await app.signIn({ ...person, totp: totpApp(secret) }, { using: ['password', 'totp'] });
    expect(await app.hashOf('ada@example.org')).toMatch(/^\$argon2id\$/);
    const codes = backupCodes as readonly string[];
    await app.signIn({ ...person, backupCodes: codes }, { using: ['password', 'backup-code'] });
    await app.signIn({ identifier: person.identifier, authenticator }, { using: ['passkey'] });
    await app.signIn({
      ...{ identifier: 'ben@example.org', password: PASSWORD },
      readEmailCode: () => app.mails.at(-1)?.code ?? '',
    });
    expect(await signsInAt(app, 'google', 'ben at google')).toBe('complete');
    expect(await app.auth.people.find({ identifier: 'dora@example.org' })).toMatchObject({ status: 'blocked' });
    await expect(app.signIn({ ...person, password: `${PASSWORD}.`, totp: totpApp(secret) })).rejects.toThrow();
    const all = await app.imports(await exported());
    expect(all.map(({ outcome }) => outcome)).toEqual(['present', 'present', 'present']);
  });
});
