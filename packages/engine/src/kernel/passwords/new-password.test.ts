import { definePolicy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel.ts';
import { STORED } from './formats/stored-passwords.test-support.ts';
import { newPassword } from './new-password.ts';
import { passwordHashing } from './password-hashing.ts';

const policy = definePolicy({});
const kernel = { siteOf: () => ({ relyingParty: { id: 'app.example', name: 'Larkspur' } }) } as unknown as Kernel;
const tenant = 'default' as TenantId;
const turn = { queue: 'own', subject: 'dora' } as const;

/** The rule that a password does not meet under a policy without rules of its own. */
async function faultOf(password: string, ...names: string[]) {
  const refused = await newPassword(kernel, { tenant, password, path: 'next', names, turn }).refusedAlone(policy);
  return refused?.errors?.[0];
}
const problemWith = (password: string, ...names: string[]) =>
  faultOf(password, ...names).then((fault) => fault?.message);

describe('what is wrong with a new password', () => {
  it.each([
    ['short', { code: 'too-short', limit: 8 }],
    ['x y '.repeat(100), { code: 'too-long', limit: 256 }],
    ['password1', { code: 'too-common' }],
    ['ada@example.org', { code: 'too-personal' }],
    ['half \uD800 a character', { code: 'unreadable' }],
    ['$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', { code: 'password-hash' }],
  ])('has a code that a page finds its own words by: %j', async (password, fault) => {
    expect(await faultOf(password, 'ada@example.org')).toMatchObject({ path: 'next', ...fault });
  });

  it('X12 takes eight characters that nobody would guess', async () => {
    expect(await problemWith('bläuling')).toBeUndefined();
    expect(await problemWith('kr 4qx é')).toBeUndefined();
  });

  it.each([
    ['eight zero-width characters', '\u200B\u200C\u200D\u2060\uFEFF\u200B\u200C\u200D'],
    ['eight control characters', '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008'],
    ['one letter among zero-width characters', 'a\u200B\u200C\u200D\u2060\uFEFF\u200B\u200C'],
    ['a common one with zero-width characters in it', 'pass\u200Bword\u200D'],
    ['a common one in full width', 'ｐａｓｓｗｏｒｄ'],
    ['two of the most common in a row', 'password123456'],
    ['the same in capitals', 'PassWord123456'],
    ['the same with signs between and after them', 'password-123456!'],
    ['a common one and a year', 'Dragon2024!'],
  ])('X12 refuses %s', async (_, password) => {
    expect(await problemWith(password)).toMatch(/first that would be guessed/);
  });

  it.each([
    'correct horse battery staple',
    'a few words to remember',
    'kitchen-orbit-velvet',
    '123456 is how the number begins',
  ])('X12 takes “%s”', async (password) => {
    expect(await problemWith(password)).toBeUndefined();
  });

  it.each([
    '$2a$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2x$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    ' $2y$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n',
    '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
    `$scrypt$ln=14,r=8,p=1$c29tZXNhbHQ$${'A'.repeat(300)}`,
    '$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk',
    'pbkdf2_sha256$600000$saltsaltsalt$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M=',
    '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/',
    '$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/',
    '$P$984478476IagS59wHZvyQMArzfx58u.',
    '{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr',
  ])('X22 refuses the hash of a password, and names the import: %j', async (password) => {
    expect(await problemWith(password)).toMatch(/hash of a password.*people\.import/);
  });

  it('X22 refuses every hash of another system that says its form, and what is stored of it', async () => {
    const hashing = passwordHashing({ memoryCost: 8, timeCost: 1 });
    for (const { by, passwordHash, passwordFormat } of STORED) {
      const read = hashing.read({ passwordHash, passwordFormat });
      const stored = 'hash' in read ? read.hash : '';
      if (stored.length <= 256) expect(await problemWith(stored), by).toMatch(/hash of a password/);
      const [first] = typeof passwordHash === 'string' ? [passwordHash] : [passwordHash.hash];
      if (first.length <= 256 && !by.endsWith('version 2')) expect(await problemWith(first), by).toMatch(/hash of a/);
    }
  });

  it.each([
    '$50 and 2 tickets please',
    '{my} favourite {words}',
    '$2 for the $2b wine',
    '9f86d081884c7d659a2feaa0c55ad015',
  ])('X22 takes “%s”, which is no hash', async (password) => {
    expect(await problemWith(password)).toBeUndefined();
  });

  it.each([
    ['half a character', `bläuling\uD800`],
    ['a code point without a character', 'bläuling\u{E0FFF}'],
  ])('X12 refuses %s', async (_, password) => {
    expect(await problemWith(password)).toMatch(/every device knows/);
  });

  it('X12 finds a name however its letters are composed', async () => {
    const name = 'zo\u0308e@example.org';
    expect(await problemWith('zöe@example.org', name)).toMatch(/too close to your name/);
    expect(await problemWith('zo\u0308e@example.org', 'zöe@example.org')).toMatch(/too close to your name/);
    expect(await problemWith('ZÖE@EXAMPLE.ORG', name)).toMatch(/too close to your name/);
  });
});
