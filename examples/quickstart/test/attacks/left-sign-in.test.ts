import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();
const NO_SESSION = problem(401, 'no-session');
const OVER = problem(410, 'flow-expired');

/** Somebody with a session in a shared browser, who left a further sign-in there at the set-up of a factor. */
async function left(): Promise<Person> {
  const owner = await app.newcomer();
  expect(await owner.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const { accountId } = await owner.account();
  const ada = await app.admin();
  const given = await ada.person.client.put(`/admin/accounts/${accountId}/roles`, { roles: ['contractor'] });
  expect(given.status).toBe(200);
  expect(await owner.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  expect((await owner.session()).status).toBe(200);
  return owner;
}

describe('X11 the next person in a shared browser, where somebody left a sign-in open beside a session', () => {
  it('sets up nothing after a sign-out, which takes the cookie of the sign-in too', async () => {
    const owner = await left();
    const { client } = owner;
    const flow = client.cookies.get('sallyport-flow');
    const out = await owner.signsOut();
    expect(out.status).toBe(200);
    expect(out.headers.getSetCookie().map((line) => line.split(';')[0])).toEqual([
      'sallyport-session=',
      'sallyport-flow=',
    ]);
    expect([...client.cookies.keys()]).toEqual(['sallyport-device']);
    expect(await client.post('/enroll/passkey/options')).toMatchObject(NO_SESSION);
    // Another tab kept the cookie, or the browser restored it.
    client.cookies.set('sallyport-flow', flow ?? '');
    expect(await client.post('/enroll/passkey/options')).toMatchObject(OVER);
    expect(await client.get('/sign-in?local=1')).toMatchObject(OVER);
  });

  it('sets up nothing after the owner ended the session at home, and the browser forgets the sign-in', async () => {
    const owner = await left();
    const { client } = owner;
    const { sessions } = (await client.get<{ sessions: { id: string }[] }>('/account/sessions')).body;
    const home = owner.elsewhere();
    await home.proves('password', 'email-code');
    expect(await home.enrollsTotp()).toMatchObject(complete('enhanced'));
    const [library] = sessions;
    expect((await home.client.delete(`/account/sessions/${library?.id}`)).status).toBe(200);
    expect(await client.post('/enroll/totp')).toMatchObject(OVER);
    expect([...client.cookies.keys()]).not.toContain('sallyport-flow');
    expect(await client.get('/sign-in?local=1')).toMatchObject({ status: 200, body: { status: 'open' } });
  });

  it('signs in with an account of their own after that', async () => {
    const owner = await left();
    await owner.signsOut();
    const next = await app.newcomer();
    expect(await next.elsewhere(owner.client).proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('sets up nothing after a sign-out in token mode', async () => {
    const owner = await app.newcomer('contractor');
    const client = app.newClient('token');
    const at = owner.elsewhere(client);
    await at.proves('password', 'email-code');
    expect(await at.enrollsTotp()).toMatchObject(complete('enhanced'));
    expect(await at.signInWithPassword()).toMatchObject({ status: 200, body: { status: 'continue' } });
    const { flow } = client.tokens;
    expect((await at.signsOut()).status).toBe(200);
    Object.assign(client.tokens, { flow, session: undefined });
    expect(await client.get('/sign-in?local=1')).toMatchObject(OVER);
  });
});
