import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostCode } from '@sallyport/engine';
import { realPart } from '@sallyport/test-support/real-parts';
import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import { type SignedIn, signIn } from '@sallyport/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { openAuth } from '../src/auth.ts';
import { backUp, restore, signEverybodyOut } from '../src/backup.ts';

const driver = realPart('better-sqlite3', () => sqliteDrivers().find(({ name }) => name === 'better-sqlite3') ?? null);
const password = 'correct horse battery staple';
const codes = new Map<string, string>();
const personOf = (identifier: string) => ({ identifier, password, readEmailCode: () => codes.get(identifier) ?? '' });
const people = Array.from({ length: 6 }, (_, place) => personOf(`person-${place}@example.org`));

describe.skipIf(driver === null)('X26 a self-hosted app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-self-hosted-'));
  const [file, copy] = [join(folder, 'sallyport.db'), join(folder, 'copy.db')];
  const secret = 'a secret that only this test knows, and nobody needs';
  let running: Awaited<ReturnType<typeof openAuth>>;
  const open = async (): Promise<void> => {
    running = await openAuth({
      ...{ file, origin: 'http://localhost:3000', secret },
      sendMail: ({ to, code = '' }) => void codes.set(to, code),
    });
  };
  beforeAll(open);
  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const make = async (identifier: string): Promise<void> => {
    const created = await running.auth.people.create({ identifier, email: identifier, password, by: hostCode('test') });
    expect(created).toHaveProperty('accountId');
  };
  const statusOf = async ({ headers }: SignedIn): Promise<number> =>
    (await createApp(running.auth).request('/me', { headers: headers() })).status;

  it('is copied while people sign in, and signs them in again after a restore', async () => {
    const { auth } = running;
    for (const { identifier } of people) await make(identifier);
    const [ada, ...others] = people;
    if (ada === undefined) throw new Error('there is nobody');
    const before = await signIn(auth, ada);
    const signingIn = others.map((person) => signIn(auth, person));
    // Between the password and the session of each person.
    await new Promise(setImmediate);
    backUp(file, copy);
    const during = await Promise.all(signingIn);
    expect(await Promise.all([before, ...during].map(statusOf))).toEqual(people.map(() => 200));
    await make('later@example.org');
    expect(() => backUp(file, copy)).toThrow('already exists');
    await running.close();

    restore(copy, file);
    await open();
    // The sessions of the copy live again until they are ended.
    expect(await statusOf(before)).toBe(200);
    expect(await signEverybodyOut(running.auth)).toBe(people.length);
    expect(await Promise.all([before, ...during].map(statusOf))).toEqual(people.map(() => 401));
    for (const person of people) expect(await statusOf(await signIn(running.auth, person))).toBe(200);
    await expect(signIn(running.auth, personOf('later@example.org'))).rejects.toThrow();
  });

  it('keeps its file if a copy is damaged', async () => {
    const damaged = join(folder, 'damaged.db');
    writeFileSync(damaged, 'no database');
    const { size } = statSync(file);
    expect(() => restore(damaged, file)).toThrow('not a database');
    expect(statSync(file).size).toBe(size);
  });
});
