import { describe, expect, it } from 'vitest';
import type { Client, Reply, Request } from '../support/client.ts';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();
const AS_TOKEN = { 'sallyport-client': 'token' } as const;

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

/** The parts of a reply that script can read: the body, and the headers except cookies. */
function readable(reply: Reply): string {
  return reply.text + JSON.stringify([...reply.headers].filter(([name]) => name !== 'set-cookie'));
}

/** A request of a script in the page. The browser adds the cookies, and the script adds any headers. */
function script(client: Client, method: string, path: string, request: Request = {}): Promise<Reply> {
  const { headers, ...rest } = request;
  return client.send(method, path, {
    json: method === 'GET' ? undefined : {},
    ...rest,
    headers: { ...AS_TOKEN, ...headers },
  });
}

describe('script in the page of someone who is signed in', () => {
  it('X11 turns a cookie session into a token by no request of the contract', async () => {
    const person = await signedIn();
    const secrets = [...person.client.cookies.values()];
    const paths = [
      ['GET', '/session'],
      ['GET', '/account'],
      ['GET', '/account/sessions'],
      ['POST', '/step-up'],
      ['POST', '/account/backup-codes'],
      ['GET', '/sign-in'],
      ['POST', '/enroll/totp'],
      ['DELETE', '/session'],
    ] as const;
    for (const [method, path] of paths) {
      const reply = await script(person.client.copy(), method, path);
      expect(reply, path).toMatchObject(problem(400, 'malformed-input'));
      for (const secret of secrets) expect(readable(reply), path).not.toContain(secret);
    }
    expect((await person.session()).status).toBe(200);
  });

  it('X11 reads no token from any answer in cookie mode, a change of password and a step-up included', async () => {
    const person = await signedIn();
    const { client } = person;
    const { password: current } = person.has;
    const replies = [
      await client.post('/step-up', { strength: 'baseline' }),
      await client.post('/account/password', { current, next: 'an entirely new pass phrase' }),
      await client.get('/session'),
      await client.get('/account/sessions'),
      await client.get('/account'),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(reply.body.flow).toBeUndefined();
      expect(reply.body.device).toBeUndefined();
      expect(reply.body.session?.token).toBeUndefined();
      for (const secret of client.cookies.values()) expect(readable(reply)).not.toContain(secret);
    }
  });

  it('X11 a token sign-in of its own starts from nothing: no session, no flow, no known device of the page', async () => {
    const person = await signedIn();
    const { identifier } = person;
    const begun = await script(person.client.copy(), 'POST', '/sign-in', { json: { identifier } });
    expect(begun).toMatchObject(continues);
    expect(begun.body.accept).toEqual([{ method: 'passkey' }, { method: 'password' }]);
    expect(begun.headers.getSetCookie()).toEqual([]);

    // In token mode the device's cookie does not count, so a script in the page is a stranger, without the guesses of the known device.
    for (let guess = 0; guess < 10; guess += 1) await person.stranger().signInWithPassword(`guess ${guess}`);
    const json = { identifier, password: person.has.password };
    expect(await script(person.client.copy(), 'POST', '/sign-in', { json })).toMatchObject(problem(429, 'locked'));
    expect(await person.elsewhere(person.client.copy()).signInWithPassword()).toMatchObject(continues);
  });

  it('X11 does not carry a cookie flow over to a token: neither by a header nor by the cookie’s value', async () => {
    const person = await app.newcomer();
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    expect(await script(person.client.copy(), 'POST', '/sign-in/email-code', { json: { code } })).toMatchObject(
      problem(400, 'malformed-input'),
    );
    // Even with the cookie's value, the flow does not exist in token mode.
    const client = app.newClient('token');
    client.tokens.flow = person.client.cookies.get('sallyport-flow') ?? '';
    expect(await client.post('/sign-in/email-code', { code })).toMatchObject(problem(410, 'flow-expired'));
    client.tokens.session = 'A'.repeat(43);
    expect(await client.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect(await person.client.post('/sign-in/email-code', { code })).toMatchObject(complete('baseline'));
  });

  it('X11 the value of a session cookie is no bearer token, and a bearer token no cookie', async () => {
    const byCookie = await signedIn();
    const token = app.newClient('token');
    token.tokens.session = byCookie.client.cookies.get('sallyport-session') ?? '';
    expect(await token.get('/session')).toMatchObject(problem(401, 'no-session'));
    expect(await token.host('GET', '/app/reports')).toMatchObject({ status: 401 });

    const dora = app.person('dora@example.org', 'token');
    expect(await dora.proves('password', 'email-code')).toMatchObject(complete());
    const cookie = app.newClient();
    cookie.cookies.set('sallyport-session', dora.client.tokens.session ?? '');
    expect(await cookie.get('/session')).toMatchObject(problem(401, 'no-session'));
  });
});
