import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { describe, expect, it } from 'vitest';
import { routesWith } from '../routes/index.ts';
import { fetchHandler } from '../serve/fetch-handler.ts';

const NAMED = 'sallyport-continues';

/** One browser, whose pages share the cookie of the flow. */
async function browser() {
  const { auth, accountWith } = await testSallyport({ store: memoryStore() });
  const handle = fetchHandler(auth, { basePath: '/auth' });
  let cookie = '';
  const ask = async (line: string, { body, named }: { readonly body?: object; readonly named?: string } = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = new Headers({ cookie, origin: auth.origin });
    if (named !== undefined) headers.set(NAMED, named);
    const sent = method === 'GET' ? undefined : JSON.stringify(body ?? {});
    if (sent !== undefined) headers.set('content-type', 'application/json');
    const response = await handle(new Request(`${auth.origin}/auth${path}`, { method, headers, body: sent }));
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    const json = await response.json();
    return { status: response.status, json, name: response.headers.get(NAMED) ?? '', set, cookie };
  };
  const person = () => accountWith({ factors: ['totp'] });
  const begins = async () => {
    const { identifier, password } = await person();
    return ask('POST /sign-in', { body: { identifier, password } });
  };
  return { ask, begins, person };
}

/** The steps of a flow, with a body that would reach the engine. */
function steps(): readonly string[] {
  return routesWith({})
    .filter(({ continues }) => continues !== undefined)
    .map(({ verb, path }) => `${verb} ${path.replace(':code', 'sms-code')}`)
    .filter((line) => !line.includes('sms-code'));
}

const BODIES: Readonly<Record<string, object>> = {
  'POST /sign-in/password': { password: 'x' },
  'POST /sign-in/enrollment-code': { code: 'x' },
  'POST /enroll/passkey/options': {},
};

function bodyOf(line: string): object {
  const types = /(totp|backup-code|email-code)(\/confirm)?$/.test(line) && !/enroll\/[\w-]+$/.test(line);
  return BODIES[line] ?? (types ? { code: '123456' } : {});
}

describe('X8 a request that names its flow', () => {
  it('goes to no other flow of the browser, in any step', async () => {
    const { ask, begins } = await browser();
    const mine = await begins();
    const theirs = await begins();
    expect(mine.name).toMatch(/^[\w-]{22}$/);
    expect(theirs.name).not.toBe(mine.name);
    expect(steps().length).toBeGreaterThan(12);
    for (const line of steps()) {
      const answer = await ask(line, { body: bodyOf(line), named: mine.name });
      const isBad = answer.status === 400;
      expect([line, answer.json.code]).toEqual([line, isBad ? 'malformed-input' : 'flow-expired']);
      // The other page goes on with its cookie.
      expect(answer.set).toBeUndefined();
    }
    const now = await ask('GET /sign-in', { named: theirs.name });
    expect(now).toMatchObject({ status: 200, json: { status: 'continue' }, name: theirs.name });
  });

  it('goes on, although a proof renews the token of the flow', async () => {
    const { ask, person } = await browser();
    const { identifier, password } = await person();
    const opened = await ask('POST /sign-in', { body: { identifier } });
    const proved = await ask('POST /sign-in/password', { body: { password }, named: opened.name });
    expect(proved).toMatchObject({ status: 200, json: { status: 'continue' }, name: opened.name });
    expect(proved.cookie).not.toBe(opened.cookie);
    expect(await ask('GET /sign-in', { named: opened.name })).toMatchObject({ status: 200, name: opened.name });
  });

  it('gives up its flow alone', async () => {
    const { ask, begins } = await browser();
    const mine = await begins();
    const theirs = await begins();
    expect((await ask('DELETE /sign-in', { named: mine.name })).status).toBe(410);
    expect((await ask('GET /sign-in')).name).toBe(theirs.name);
    expect((await ask('DELETE /sign-in', { named: theirs.name })).status).toBe(200);
    expect((await ask('GET /sign-in', { named: theirs.name })).json.code).toBe('flow-expired');
    expect((await ask('GET /sign-in')).json.status).toBe('open');
  });

  it('is answered with the ways in, and completes no flow, on a page of a session', async () => {
    const { ask, begins } = await browser();
    const { name } = await begins();
    const ways = await ask('GET /sign-in', { named: '0' });
    expect(ways).toMatchObject({ status: 200, json: { status: 'open' }, name: '' });
    expect(ways.set).toBeUndefined();
    expect((await ask('GET /sign-in', { named: name })).json.status).toBe('continue');
    expect((await ask('DELETE /sign-in', { named: '0' })).json.code).toBe('malformed-input');
  });

  it('is malformed with a name that no flow has', async () => {
    const { ask, begins } = await browser();
    const { name } = await begins();
    for (const named of ['', 'x', `${name}x`, `${name}, ${name}`])
      expect((await ask('GET /sign-in', { named })).json.code, named).toBe('malformed-input');
    expect((await ask('GET /sign-in', { named: ` ${name} ` })).status).toBe(200);
    expect((await ask('GET /sign-in', { named: '1' })).status).toBe(200);
  });
});
