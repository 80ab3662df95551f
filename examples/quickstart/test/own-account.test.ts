import { describe, expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { asksToEnroll, complete, continues, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

describe('a change of password', () => {
  it('keeps and rotates this session, ends the others, and counts from then on', async () => {
    const person = await signedIn();
    const other = person.elsewhere();
    await other.proves('password', 'email-code');
    const old = person.client.copy();
    const { password: current } = person.has;
    expect((await person.client.post('/account/password', { current, next: NEXT })).status).toBe(200);

    expect((await person.session()).status).toBe(200);
    expect(person.client.cookies.get('sallyport-session')).not.toBe(old.cookies.get('sallyport-session'));
    expect(await old.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect(await other.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.elsewhere().signInWithPassword(current)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(continues);
    expect(await (await app.admin()).events({ person, type: 'password.changed' })).toHaveLength(1);
  });

  it('needs the current one where there is one', async () => {
    const person = await signedIn();
    const wrong = { current: 'not the password at all', next: NEXT };
    expect(await person.client.post('/account/password', wrong)).toMatchObject(problem(401, 'invalid-credentials'));
    const without = await person.client.post('/account/password', { next: NEXT });
    expect([400, 401]).toContain(without.status);
    expect((await person.session()).status).toBe(200);
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
  });

  it('counts as a password attempt: ten wrong ones lock, and the right one is not judged', async () => {
    const person = await signedIn();
    const wrong = { current: 'not the password at all', next: NEXT };
    for (let guess = 0; guess < 10; guess += 1) {
      expect(await person.client.post('/account/password', wrong)).toMatchObject(problem(401, 'invalid-credentials'));
    }
    const { password: current } = person.has;
    expect(await person.client.post('/account/password', { current, next: NEXT })).toMatchObject(
      problem(429, 'locked'),
    );
    expect((await person.session()).status).toBe(200);
    const ada = await app.admin();
    const actor = await ada.idOf(person);
    const failed = await ada.events({ person, type: 'sign-in.failed' });
    expect(failed).toHaveLength(10);
    for (const event of failed) expect(event).toMatchObject({ method: 'password', actor });
    expect(await ada.events({ person, type: 'account.locked' })).toHaveLength(1);
  });

  it.each([
    ['too short', 'short'],
    ['too long', 'x'.repeat(257)],
    ['not text', 12345678901234],
  ])('is refused where the next one is %s', async (_, next) => {
    const person = await signedIn();
    const { password: current } = person.has;
    const reply = await person.client.post('/account/password', { current, next });
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(JSON.stringify(reply.body.errors)).toContain('next');
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(continues);
  });

  it('tells what is wrong with the next one before it judges the current one, and spends no attempt on it', async () => {
    const person = await signedIn();
    for (let times = 0; times < 12; times += 1) {
      const reply = await person.client.post('/account/password', { next: '-' });
      expect(reply).toMatchObject(problem(400, 'malformed-input'));
      expect(reply.body.errors).toMatchObject([{ path: 'next', code: 'too-short' }]);
    }
    const { password: current } = person.has;
    expect((await person.client.post('/account/password', { current, next: NEXT })).status).toBe(200);
  });

  it('takes 256 characters of any script', async () => {
    const person = await signedIn();
    const next = `${'пароль 🔑 '.repeat(25)}abcdef`;
    const { password: current } = person.has;
    expect((await person.client.post('/account/password', { current, next })).status).toBe(200);
    expect(await person.elsewhere().signInWithPassword(next)).toMatchObject(continues);
  });

  it('needs recent proof', async () => {
    const person = await signedIn();
    app.clock.advance(16 * MINUTE);
    const { password: current } = person.has;
    expect(await person.client.post('/account/password', { current, next: NEXT })).toMatchObject(
      problem(401, 'insufficient-strength'),
    );
  });
});

describe('a change of mail address', () => {
  it('happens when the new address is proved; codes go there, and the old one is told', async () => {
    const person = await signedIn();
    const email = `moved.${person.identifier}`;
    const before = (await app.mailsTo(person.identifier)).length;
    expect((await person.client.post('/account/email', { email })).status).toBe(200);
    expect((await person.account()).email).toBe(person.identifier);

    const { token = '' } = await app.nextMail(email, 'token', 0);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect((await person.client.post('/account/email/confirm', { token })).status).toBe(200);
    expect((await person.account()).email).toBe(email);
    await expect.poll(async () => (await app.mailsTo(person.identifier)).length).toBeGreaterThan(before);

    const again = person.elsewhere();
    await again.signInWithPassword();
    await again.client.post('/sign-in/email-code/send');
    const { code } = await app.nextMail(email, 'code', 0);
    expect(await again.client.post('/sign-in/email-code', { code })).toMatchObject(complete('baseline'));
    expect(await (await app.admin()).events({ person, type: 'account.email-changed' })).toHaveLength(1);
  });

  it('takes each token once, from its owner only, and no other', async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    const email = `moved.${person.identifier}`;
    await person.client.post('/account/email', { email });
    const { token = '' } = await app.nextMail(email, 'token', 0);
    const confirm = (client: Person, text: string) => client.client.post('/account/email/confirm', { token: text });

    expect(await confirm(person, 'x'.repeat(43))).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await confirm(other, token)).toMatchObject(problem(401, 'invalid-credentials'));
    expect((await other.account()).email).toBe(other.identifier);
    expect((await confirm(person, token)).status).toBe(200);
    expect(await confirm(person, token)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('needs recent proof, and an address', async () => {
    const person = await signedIn();
    expect(await person.client.post('/account/email', { email: 'no address' })).toMatchObject(
      problem(400, 'malformed-input'),
    );
    app.clock.advance(16 * MINUTE);
    const late = await person.client.post('/account/email', { email: `late.${person.identifier}` });
    expect(late).toMatchObject(problem(401, 'insufficient-strength'));
  });

  it('X9 is confirmed with recent proof alone, and by the same link after a step-up', async () => {
    const person = await signedIn();
    const email = `moved.${person.identifier}`;
    await person.client.post('/account/email', { email });
    const { token } = await app.nextMail(email, 'token', 0);
    const confirm = () => person.client.post('/account/email/confirm', { token });
    app.clock.advance(16 * MINUTE);

    const late = await confirm();
    expect(late).toMatchObject(problem(401, 'insufficient-strength'));
    expect(late.body).toMatchObject({ demand: { strengths: ['baseline'], maxAgeSeconds: 900 } });
    expect((await person.account()).email).toBe(person.identifier);

    expect(await person.client.post('/step-up', { strength: 'baseline', within: '15m' })).toMatchObject(continues);
    expect(await person.goesOnWith('password')).toMatchObject(continues);
    expect(await person.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    expect((await confirm()).status).toBe(200);
    expect((await person.account()).email).toBe(email);
  });
});

describe("a change of one's own factors", () => {
  it('needs recent proof, for each of them', async () => {
    const person = await signedIn();
    await person.enrollsTotp();
    await person.provesStrongest();
    await person.enrollsPasskey();
    const [passkey] = (await person.account()).factors.passkeys;
    app.clock.advance(16 * MINUTE);
    const { client } = person;
    const replies = [
      await client.post('/enroll/totp'),
      await client.post('/enroll/passkey/options'),
      await client.post('/account/backup-codes'),
      await client.delete('/account/totp'),
      await client.delete(`/account/passkeys/${encodeURIComponent(passkey?.id ?? '')}`),
      await client.delete('/account'),
    ];
    for (const reply of replies) expect(reply).toMatchObject(problem(401, 'insufficient-strength'));
    expect((await person.account()).factors).toMatchObject({ totp: true, passkeys: [{}] });
  });

  it('removes the authenticator app, with one event, and the person signs in without it', async () => {
    const person = await signedIn();
    await person.enrollsTotp();
    await person.provesStrongest();
    expect((await person.client.delete('/account/totp')).status).toBe(200);
    const ada = await app.admin();
    expect((await ada.sees(person)).factors.totp).toBe(false);
    expect(await ada.events({ person, type: 'factor.removed' })).toHaveLength(1);
    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('may remove the last one under a mandate: enrollment follows at the next sign-in', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    expect((await person.client.delete('/account/totp')).status).toBe(200);
    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject(asksToEnroll);
  });
});

describe('a deletion of one’s own account', () => {
  it('ends everything: the session, the sign-in, and its place among the accounts', async () => {
    const person = await signedIn();
    const other = person.elsewhere();
    await other.proves('password', 'email-code');
    const ada = await app.admin();
    const path = `/admin/accounts/${await ada.idOf(person)}`;
    expect((await person.client.delete('/account')).status).toBe(200);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await other.session()).toMatchObject(problem(401, 'no-session'));
    expect(await ada.person.client.get(path)).toMatchObject(problem(404, 'not-found'));

    const refused = await person.elsewhere().signInWithPassword();
    const unknown = await app.person('nobody@example.org').signInWithPassword();
    expect(refused).toMatchObject(problem(401, 'invalid-credentials'));
    expect({ ...refused.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    expect((await ada.events({ type: 'account.deleted' }))[0]?.type).toBe('account.deleted');
  });
});
