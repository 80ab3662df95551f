import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { type Quickstart, quickstartForThisTest } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const said: unknown[] = [];
const logger = {
  warn: (...words: unknown[]) => void said.push(words),
  error: (...words: unknown[]) => void said.push(words),
};

/** Uses every kind of secret of a person. Resolves to all of these secrets, and to the wrong guesses. */
async function lifeOf(app: Quickstart, person: Person): Promise<readonly string[]> {
  const secrets: (string | undefined)[] = [person.has.password];
  const keep = ({ client }: Person) => secrets.push(...client.cookies.values());
  await person.signInWithPassword('a wrong guess of the password');
  await person.signInWithPassword();
  secrets.push('a wrong guess of the password', await person.receivesEmailCode());
  keep(person);
  expect(await person.goesOnWith('email-code')).toMatchObject(complete());
  await person.enrollsTotp();
  keep(person);
  secrets.push(person.has.totpSecret, ...person.has.backupCodes);

  const again = person.elsewhere();
  await again.signInWithPassword();
  const [wrong, right] = [again.wrongTotpCode(), again.freshTotpCode()];
  await again.client.post('/sign-in/totp', { code: wrong });
  await again.client.post('/sign-in/backup-code', { code: 'aaaa-bbbb-cccc-dddd' });
  expect(await again.client.post('/sign-in/totp', { code: right })).toMatchObject(complete('enhanced'));
  keep(again);
  secrets.push('aaaa-bbbb-cccc-dddd');
  const token = await receivesResetToken(app, again);
  expect(await followsResetLink(again, token, 'one more of my pass phrases')).toMatchObject(continues);
  expect(await again.goesOnWith('backup-code')).toMatchObject(complete());
  secrets.push(token, token.split('.')[1], 'one more of my pass phrases');
  const email = `moved.${person.identifier}`;
  await again.client.post('/account/email', { email });
  secrets.push((await app.nextMail(email, 'token', 0)).token);
  const { enrollmentCode } = (await (await app.admin()).does('enrollment-code', person)).body;
  secrets.push(enrollmentCode);
  return secrets.filter((secret): secret is string => secret !== undefined && secret.length > 6);
}

describe('a secret, a code or a token', () => {
  it('X19 appears in no event, no log, no view of the account and no error', async () => {
    said.length = 0;
    const app = await quickstartForThisTest({ logger });
    const person = await app.newcomer('contractor-to-be');
    const secrets = await lifeOf(app, person);
    expect(secrets.length).toBeGreaterThan(20);

    const ada = await app.admin();
    const views = [
      await ada.events(),
      await ada.sees(person),
      (await ada.person.client.get('/admin/security')).body,
      (await ada.person.client.get('/admin/policy')).body,
      said,
    ].map((view) => JSON.stringify(view));
    const errors = [];
    for (const secret of secrets) {
      const { client } = person.elsewhere();
      errors.push((await client.post('/sign-in', { identifier: secret, password: secret })).text);
      errors.push((await client.post('/sign-in/totp', { code: secret })).text);
      errors.push((await client.post('/sign-in/totp', { code: [secret] })).text);
      errors.push((await client.post('/recover/confirm', { token: secret, next: 'short' })).text);
    }
    for (const secret of secrets) for (const text of [...views, ...errors]) expect(text).not.toContain(secret);
  });

  it('X19 appears in no log when the mailer fails, a sign-in breaks off, or a body is broken', async () => {
    said.length = 0;
    const app = await quickstartForThisTest({ logger });
    const person = app.person('dora@example.org');
    await person.signInWithPassword();
    await person.client.send('POST', '/sign-in/password', {
      raw: `{"password":"${person.has.password}"`,
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.stringify(said)).not.toContain(person.has.password);
  });
});

describe('the key ring', () => {
  it('X19 takes a new secret without a restart: what was made under the old one still works', async () => {
    const ring = [randomBytes(32).toString('base64url')];
    const app = await quickstartForThisTest({ secrets: () => ring });
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const waiting = await app.newcomer();
    await waiting.signInWithPassword();
    const code = await waiting.receivesEmailCode();
    const prompted = person.elsewhere();
    await prompted.signInWithPassword();

    ring.unshift(randomBytes(32).toString('base64url'));
    expect(await waiting.client.post('/sign-in/email-code', { code })).toMatchObject(complete('baseline'));
    expect(await prompted.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(await person.elsewhere().proves('password', 'backup-code')).toMatchObject(complete('enhanced'));
    expect((await person.session()).status).toBe(200);
  });

  it('X19 lets the old secret go: TOTP that was used since is sealed under the new one', async () => {
    const [old, next] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
    let ring = [old];
    const app = await quickstartForThisTest({ secrets: () => ring });
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    ring = [next, old];
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
    ring = [next];
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });

  it('X19 without the secret a code was made under, the code is nothing', async () => {
    let ring = [randomBytes(32).toString('base64url')];
    const app = await quickstartForThisTest({ secrets: () => ring });
    const person = await app.newcomer();
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    ring = [randomBytes(32).toString('base64url')];
    expect(await person.client.post('/sign-in/email-code', { code })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
  });
});
