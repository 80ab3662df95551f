import { createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { hash as argon2Hash } from '@node-rs/argon2';
import type { VerifyElsewhere } from '@sallyport/engine';
import { emptyPostgres, hasPostgres } from '@sallyport/test-support/empty-postgres';
import { totpApp } from '@sallyport/testing';
import { hash as bcryptHash } from 'bcryptjs';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newApp, pageOf } from './pages.test-support.ts';

const PASSWORD = 'correct horse battery staple';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const using = ['password', 'totp'] as const;

describe.skipIf(!hasPostgres())('the page about tables of your own', () => {
  const page = pageOf('moving-from-your-own');
  let database: Awaited<ReturnType<typeof emptyPostgres>>;

  beforeAll(async () => {
    database = await emptyPostgres();
    await database.pool.query(`
      create table users (id integer generated always as identity primary key, email text not null unique,
        email_verified boolean not null default true, password_hash text, totp_secret text, disabled boolean not null default false)`);
  });
  beforeEach(() => database.pool.query('truncate users'));
  afterAll(() => database?.drop());

  const adds = (name: string, hash: string, disabled = false) =>
    database.pool.query('insert into users (email, password_hash, totp_secret, disabled) values ($1, $2, $3, $4)', [
      ...[`${name}@example.org`, hash, SECRET, disabled],
    ]);

  it('X22 hashes by bcryptjs and argon2, and the secrets beside them, sign in as they are', async () => {
    await adds('bert', await bcryptHash(PASSWORD, 4));
    await adds('arno', await argon2Hash(PASSWORD, { memoryCost: 64, timeCost: 2, parallelism: 1 }));
    await adds('dora', await bcryptHash(PASSWORD, 4), true);
    const app = await newApp();
    const reports = await app.imports(await page.exported([], { DATABASE_URL: database.url }));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'imported']);
    expect(await app.auth.people.find({ identifier: 'dora@example.org' })).toMatchObject({ status: 'blocked' });
    for (const name of ['bert', 'arno']) {
      const person = { identifier: `${name}@example.org`, password: PASSWORD, totp: totpApp(SECRET) };
      await expect(app.signIn({ ...person, password: 'wrong' }, { using })).rejects.toThrow();
      await app.signIn(person, { using });
      expect(await app.hashOf(person.identifier)).toMatch(/^\$argon2id\$v=19\$m=8,/);
    }
  });

  it('X22 keys of node:crypto, converted as the page says, sign in', async () => {
    const convert = await import(page.module(1));
    const salt = randomBytes(16).toString('hex');
    const long = randomBytes(128).toString('base64');
    const hashes: Record<string, string> = {
      text: convert.scryptWithTextAsSalt(salt, scryptSync(PASSWORD, salt, 64).toString('hex')),
      bytes: convert.scryptWithBytesAsSalt(salt, scryptSync(PASSWORD, Buffer.from(salt, 'hex'), 64).toString('hex')),
      pbkdf2: convert.pbkdf2WithTextAsSalt(long, pbkdf2Sync(PASSWORD, long, 100_000, 64, 'sha512').toString('hex')),
    };
    const app = await newApp();
    const totp = { secret: SECRET };
    const reports = await app.imports(
      Object.entries(hashes).map(([identifier, passwordHash]) => ({ identifier, passwordHash, totp })),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'imported']);
    for (const identifier of Object.keys(hashes)) {
      const person = { identifier, password: PASSWORD, totp: totpApp(SECRET) };
      await expect(app.signIn({ ...person, password: 'wrong' }, { using })).rejects.toThrow();
      await app.signIn(person, { using });
    }
  });

  it('X22 a hash that Sallyport does not verify is judged once by the check of the old app', async () => {
    const { oldCheck }: { oldCheck(pool: Pool): VerifyElsewhere } = await import(page.module(2));
    await adds('nora', await bcryptHash(createHash('sha256').update(PASSWORD).digest('base64'), 4));
    const rows = await page.exported([], { DATABASE_URL: database.url });
    const app = await newApp({ verifyElsewhere: oldCheck(database.pool) });
    await app.imports(rows.map(({ passwordHash: _, ...row }) => ({ ...row, passwordElsewhere: true })));
    const person = { identifier: 'nora@example.org', password: PASSWORD, totp: totpApp(SECRET) };
    await expect(app.signIn({ ...person, password: 'wrong' }, { using })).rejects.toThrow();
    await app.signIn(person, { using });
    expect(await app.hashOf(person.identifier)).toMatch(/^\$argon2id\$v=19\$m=8,/);
    await database.pool.query('truncate users');
    app.clock.advance('1m');
    await app.signIn({ ...person, totp: totpApp(SECRET) }, { using });
  });
});
