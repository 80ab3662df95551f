import { describe, expect, it } from 'vitest';
import { DAY } from './support/clock.ts';
import { accepted, complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const STEPS: readonly (readonly [string, object])[] = [
  ['/sign-in/password', { password: 'whatever it is' }],
  ['/sign-in/totp', { code: '123456' }],
  ['/sign-in/email-code/send', {}],
  ['/sign-in/email-code', { code: '123456' }],
  ['/sign-in/backup-code', { code: 'abcd-efgh' }],
  ['/sign-in/enrollment-code', { code: 'abcd-efgh' }],
];

describe('a flow', () => {
  it('is not there before someone begins: the ways in are listed', async () => {
    const { client } = app.person('dora@example.org');
    const reply = await client.get('/sign-in');
    expect(reply).toMatchObject({ status: 200, body: { status: 'open', providers: [] } });
    expect(reply.body.methods).toEqual(expect.arrayContaining(['password', 'passkey']));
    expect((await client.get('/sign-in?local=1')).body).toEqual(reply.body);
  });

  it('begins with an identifier, accepts the ways in of the policy, and can be read again', async () => {
    const dora = app.person('dora@example.org');
    const begun = await dora.begins();
    expect(begun).toMatchObject(continues);
    expect(accepted(begun)).toEqual(['passkey', 'password']);
    expect((await dora.client.get('/sign-in')).body).toEqual(begun.body);

    const next = await dora.goesOnWith('password');
    expect(next).toMatchObject(continues);
    expect(accepted(next)).toEqual(['email-code']);
    expect((await dora.client.get('/sign-in')).body).toEqual(next.body);
  });

  it.each(STEPS)('is needed for %s: without one, 410 flow-expired', async (path, body) => {
    const { client } = app.person('dora@example.org');
    expect(await client.post(path, body)).toMatchObject(problem(410, 'flow-expired'));
    client.cookies.set('sallyport-flow', 'A'.repeat(43));
    expect(await client.post(path, body)).toMatchObject(problem(410, 'flow-expired'));
  });

  it('ends by itself', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const code = await dora.receivesEmailCode();
    app.clock.advance(DAY);
    expect(await dora.client.post('/sign-in/email-code', { code })).toMatchObject(problem(410, 'flow-expired'));
    expect(await dora.client.get('/sign-in')).toMatchObject({ status: 200, body: { status: 'open' } });
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('ends when it is abandoned', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const kept = dora.client.copy();
    expect((await dora.client.delete('/sign-in')).status).toBe(200);
    expect(await dora.client.get('/sign-in')).toMatchObject({ body: { status: 'open' } });
    expect(await kept.post('/sign-in/email-code/send')).toMatchObject(problem(410, 'flow-expired'));
  });

  it('X3 ends when it completes: nothing can be proved in it again', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    const code = await dora.receivesEmailCode();
    const kept = dora.client.copy();
    expect(await dora.client.post('/sign-in/email-code', { code })).toMatchObject(complete('baseline'));
    expect(await kept.post('/sign-in/email-code', { code })).toMatchObject(problem(410, 'flow-expired'));
    expect(await kept.get('/session')).toMatchObject(problem(401, 'no-session'));
  });

  it('gives way to the next one begun at the same device', async () => {
    const person = app.person('dora@example.org');
    await person.signInWithPassword();
    await person.client.post('/sign-in', { identifier: 'ben@example.org' });
    expect(accepted(await person.client.get('/sign-in'))).toEqual(['passkey', 'password']);
    expect(await person.client.post('/sign-in/email-code/send')).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('stays where it was when a proof fails', async () => {
    const dora = app.person('dora@example.org');
    const first = await dora.signInWithPassword();
    expect(await dora.client.post('/sign-in/email-code', { code: '00000000' })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect((await dora.client.get('/sign-in')).body).toEqual(first.body);
  });

  it('does not judge a method that it does not accept, and counts nothing for it', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const before = person.elsewhere();
    await before.begins();
    for (let attempt = 0; attempt < 15; attempt += 1) {
      const reply = await before.client.post('/sign-in/totp', { code: '123456' });
      expect(reply).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });

  it('says in words why it asks', async () => {
    const first = await app.person('cleo@example.org').signInWithPassword();
    expect(first.body.because?.length).toBeGreaterThan(0);
    for (const { code, message, source, params } of first.body.because ?? []) {
      expect(code).toMatch(/^[a-z-]+$/);
      expect(message.length).toBeGreaterThan(10);
      expect(source).toBeDefined();
      expect(params).toBeTypeOf('object');
    }
  });
});
