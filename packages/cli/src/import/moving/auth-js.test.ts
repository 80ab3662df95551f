import PostgresAdapter from '@auth/pg-adapter';
import { tenantId } from '@sallyport/engine';
import { emptyPostgres, hasPostgres } from '@sallyport/test-support/empty-postgres';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { judgeRegistration } from '@sallyport/webauthn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type NewApp, newApp, pageOf, providerOf, signsInAt } from './pages.test-support.ts';

const PASSWORD = 'correct horse battery staple';
const ORIGIN = 'https://app.example';
const TRUST = [{ strength: 'baseline' }] as const;

/** The tables of @auth/pg-adapter, as its documentation creates them. */
const PG_ADAPTER = `
  create table users (id serial primary key, name varchar(255), email varchar(255) unique, "emailVerified" timestamptz, image text);
  create table accounts (
    id serial primary key, "userId" integer not null references users, type varchar(255) not null, provider varchar(255) not null,
    "providerAccountId" varchar(255) not null, refresh_token text, access_token text, expires_at bigint, id_token text, scope text,
    session_state text, token_type text, unique (provider, "providerAccountId"))`;

/** The tables of @auth/prisma-adapter, without the columns of tokens. */
const PRISMA = `
  create table "User" (id text primary key, name text, email text unique, "emailVerified" timestamp(3), image text);
  create table "Account" ("userId" text not null references "User", type text not null, provider text not null,
    "providerAccountId" text not null, primary key (provider, "providerAccountId"));
  create table "Authenticator" ("credentialID" text not null unique, "userId" text not null references "User",
    "providerAccountId" text not null, "credentialPublicKey" text not null, counter integer not null,
    "credentialDeviceType" text not null, "credentialBackedUp" boolean not null, transports text,
    primary key ("userId", "credentialID"))`;

describe.skipIf(!hasPostgres())('the page about Auth.js', () => {
  const page = pageOf('moving-from-auth-js');
  let database: Awaited<ReturnType<typeof emptyPostgres>>;

  beforeAll(async () => {
    database = await emptyPostgres();
  });
  afterAll(() => database?.drop());

  async function moves(...tables: readonly string[]): Promise<{ readonly app: NewApp; readonly outcomes: string[] }> {
    const rows = await page.exported(tables, { DATABASE_URL: database.url });
    const app = await newApp({
      providers: [providerOf('google')],
      policy: { providers: { google: { trust: TRUST } } },
    });
    return { app, outcomes: (await app.imports(rows)).map(({ outcome }) => outcome) };
  }

  it('X22 a user of Auth.js signs in at the provider of before, or recovers by the mailbox of before', async () => {
    await database.pool.query(PG_ADAPTER);
    const { createUser, linkAccount } = PostgresAdapter(database.pool);
    const made = async (email: string, emailVerified: Date | null) =>
      String((await createUser?.({ id: '', email, emailVerified }))?.id);
    const ada = await made('ada@example.org', null);
    for (const provider of ['google', 'myspace'])
      await linkAccount?.({ userId: ada, type: 'oidc', provider, providerAccountId: `ada at ${provider}` });
    await made('ben@example.org', new Date());

    const { app, outcomes } = await moves();
    expect(outcomes).toEqual(['imported', 'imported']);
    expect(await signsInAt(app, 'google', 'ada at google')).toBe('complete');
    expect(await signsInAt(app, 'google', 'somebody else')).not.toBe('complete');
    expect(await app.auth.people.find({ externalId: ada })).toMatchObject({
      identifiers: ['ada@example.org'],
      email: undefined,
    });
    const caller = { tenant: tenantId('default'), mode: 'token' } as const;
    await app.auth.recovery.begin(caller, { identifier: 'ben@example.org' });
    await vi.waitFor(() => expect(app.mails.at(-1)?.token).toBeDefined());
    await app.auth.recovery.confirm(caller, { token: app.mails.at(-1)?.token ?? '', next: PASSWORD });
    const ben = { identifier: 'ben@example.org', password: PASSWORD };
    await app.signIn(
      { ...ben, readEmailCode: () => app.mails.at(-1)?.code ?? '' },
      { using: ['password', 'email-code'] },
    );
  });

  it('X22 a passkey that Auth.js registered signs in', async () => {
    await database.pool.query(PRISMA);
    const authenticator = createAuthenticator({ backupEligible: true, backupState: true });
    const handle = Buffer.from('a random text that Auth.js does not keep').toString('base64url');
    const response = await authenticator.create(
      {
        challenge: 'AAAA',
        rp: { id: 'app.example', name: 'the old app' },
        user: { id: handle, name: 'cleo', displayName: 'cleo' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        // The default of SimpleWebAuthn, which Auth.js calls.
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      },
      { origin: ORIGIN, userVerified: true },
    );
    const { data, credential } = await judgeRegistration(response, {
      ...{ challenge: () => true, origin: ORIGIN, rpId: 'app.example', algorithms: [-7] },
    });
    // `toBase64` of Auth.js: base64 with padding.
    const [id, key] = [credential.credentialId, credential.publicKey].map((bytes) =>
      Buffer.from(bytes).toString('base64'),
    );
    await database.pool.query(`insert into "User" (id, email) values ('c1', 'cleo@example.org'), ('c2', null)`);
    await database.pool.query(`insert into "Account" values ('c1', 'webauthn', 'passkey', $1)`, [id]);
    await database.pool.query(
      `insert into "Authenticator" values ($1, 'c1', $1, $2, $3, 'multiDevice', true, 'internal,hybrid')`,
      [id, key, data.signCount],
    );

    const { app, outcomes } = await moves('User', 'Account', 'Authenticator');
    expect(outcomes).toEqual(['imported', 'imported']);
    await app.signIn({ identifier: 'cleo@example.org', authenticator }, { using: ['passkey'] });
    await app.signIn({ identifier: 'cleo@example.org', authenticator }, { using: ['passkey'] });
  });
});
