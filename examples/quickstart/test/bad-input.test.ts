import { describe, expect, it } from 'vitest';
import type { Reply } from './support/client.ts';
import { complete, problem } from './support/expectations.ts';
import { PASSWORD, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends a raw body to `POST /sign-in`. */
function posts(raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE): Promise<Reply> {
  return app.newClient().send('POST', '/sign-in', { raw, headers });
}

describe('a body that is not what the contract says', () => {
  it.each([
    ['an unknown field', 'admin', { identifier: 'dora@example.org', admin: true }],
    ['an unknown field called __proto__', '__proto__', '{"identifier":"dora@example.org","__proto__":{"a":1}}'],
    ['an unknown field called constructor', 'constructor', { identifier: 'dora@example.org', constructor: 'x' }],
    ['a missing field', 'identifier', { password: PASSWORD }],
    ['a number for text', 'identifier', { identifier: 5 }],
    ['an object for text', 'identifier', { identifier: { $ne: null } }],
    ['an array for text', 'password', { identifier: 'dora@example.org', password: [PASSWORD] }],
    ['null for text', 'password', { identifier: 'dora@example.org', password: null }],
    ['empty text', 'identifier', { identifier: '' }],
    ['a NUL', 'identifier', { identifier: 'dora@example.org\u0000' }],
    ['a NUL in the password', 'password', { identifier: 'dora@example.org', password: `${PASSWORD}\u0000` }],
    ['half a surrogate pair', 'identifier', '{"identifier":"dora\\ud800@example.org"}'],
    [
      'half a surrogate pair in the password',
      'password',
      '{"identifier":"dora@example.org","password":"abc\\udc00def"}',
    ],
    ['a password of 257 characters', 'password', { identifier: 'dora@example.org', password: 'x'.repeat(257) }],
    ['an identifier without end', 'identifier', { identifier: 'x'.repeat(10_000) }],
    [
      'a method that there is not',
      'method',
      { identifier: 'dora@example.org', password: PASSWORD, method: 'telepathy' },
    ],
  ])('with %s is 400, and says where: %s', async (_, name, body) => {
    const reply = await posts(typeof body === 'string' ? body : JSON.stringify(body));
    expect(reply).toMatchObject(problem(400, 'malformed-input'));
    expect(reply.body.errors?.length).toBeGreaterThan(0);
    for (const { path, message } of reply.body.errors ?? []) {
      expect(path).toBeTypeOf('string');
      expect(message).toMatch(/\w/);
    }
    expect(JSON.stringify(reply.body.errors)).toContain(name);
    expect(reply.text).not.toContain(PASSWORD);
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"identifier":"dora@example.org"'],
    ['no JSON', 'identifier=dora%40example.org'],
    ['two documents', '{"identifier":"dora@example.org"}{}'],
    ['an array', '[{"identifier":"dora@example.org"}]'],
    ['null', 'null'],
    ['a text', '"dora@example.org"'],
    ['a number', '42'],
    ['brackets without end', '['.repeat(30_000)],
    ['nesting without end', `{"identifier":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('but %s is 400', async (_, raw) => {
    expect(await posts(raw)).toMatchObject(problem(400, 'malformed-input'));
  });

  it('in bytes that are no UTF-8 is 400', async () => {
    const raw = Buffer.concat([Buffer.from('{"identifier":"dora'), Buffer.of(0xc3, 0x28, 0xff), Buffer.from('"}')]);
    expect(await posts(new Uint8Array(raw))).toMatchObject(problem(400, 'malformed-input'));
  });

  it('of more than 64 KiB is 413, whatever is in it', async () => {
    const limit = 64 * 1024;
    const fill = (size: number): string => `{"identifier":"${'x'.repeat(size - 17)}"}`;
    expect(fill(limit)).toHaveLength(limit);
    expect((await posts(fill(limit))).status).toBe(400);
    expect(await posts(fill(limit + 1))).toMatchObject(problem(413, 'too-large'));
    expect(await posts(' '.repeat(1024 * 1024))).toMatchObject(problem(413, 'too-large'));
  });

  it.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['something that begins like JSON', { 'content-type': 'application/jsonp' }],
  ])('sent as %s is 415', async (_, headers) => {
    const raw = JSON.stringify({ identifier: 'dora@example.org' });
    expect(await posts(raw, headers)).toMatchObject(problem(415, 'unsupported-media-type'));
  });

  it('sent as JSON with a charset is taken', async () => {
    const raw = JSON.stringify({ identifier: 'dora@example.org' });
    expect((await posts(raw, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  it('is refused by every route of a flow, an enrollment and an account', async () => {
    const person = await app.newcomer('contractor');
    const unknown = { nonsense: true };
    const refused = problem(400, 'malformed-input');
    await person.signInWithPassword();
    for (const path of [
      'password',
      'totp',
      'email-code',
      'email-code/send',
      'backup-code',
      'enrollment-code',
      'passkey',
      'passkey/options',
    ]) {
      expect(await person.client.post(`/sign-in/${path}`, unknown), path).toMatchObject(refused);
    }
    expect(await person.goesOnWith('email-code')).toMatchObject({ body: { status: 'enroll' } });
    for (const path of ['totp', 'totp/confirm', 'passkey', 'passkey/options']) {
      expect(await person.client.post(`/enroll/${path}`, unknown), path).toMatchObject(refused);
    }
    expect(await person.enrollsTotp()).toMatchObject(complete());
    for (const path of ['backup-codes', 'password', 'email', 'email/confirm']) {
      expect(await person.client.post(`/account/${path}`, unknown), path).toMatchObject(refused);
    }
  });

  it.each(['123', '12345678901234567890', 'abcdef', '12345a', '١٢٣٤٥٦', ''])(
    'with the code %j is 400 or 401, and changes nothing',
    async (code) => {
      const person = await app.newcomer();
      await person.signInWithPassword();
      const before = await person.client.get('/sign-in');
      expect([400, 401]).toContain((await person.client.post('/sign-in/email-code', { code })).status);
      expect((await person.client.get('/sign-in')).body).toEqual(before.body);
    },
  );

  it.each([
    ['nothing', {}],
    ['another type', { id: 'x', rawId: 'x', type: 'password', response: {}, clientExtensionResults: {} }],
    [
      'empty parts',
      {
        id: '',
        rawId: '',
        type: 'public-key',
        response: { clientDataJSON: '', authenticatorData: '', signature: '' },
        clientExtensionResults: {},
      },
    ],
    [
      'rubbish',
      {
        id: 'AAAA',
        rawId: 'AAAA',
        type: 'public-key',
        response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
        clientExtensionResults: {},
      },
    ],
    [
      'a number as response',
      { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: 5, clientExtensionResults: {} },
    ],
  ])('is no assertion with %s: 400 or 401', async (_, body) => {
    expect([400, 401]).toContain((await app.newClient().post('/sign-in/passkey', body)).status);
  });

  it('of an assertion may hold fields that the contract does not know, as browsers add some', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const again = person.elsewhere();
    const assertion = await again.assertsPasskey();
    const body = { ...assertion, futureField: { of: 'a browser' } };
    expect(await again.client.post('/sign-in/passkey', body)).toMatchObject(complete());
  });
});

describe('an address that the contract does not know', () => {
  it.each([
    ['GET', '/nothing'],
    ['POST', '/nothing'],
    ['GET', '/'],
    ['GET', '/sign-in/nothing'],
    ['POST', '/sign-in/sso'],
    ['DELETE', '/account/sessions/x/y'],
    ['GET', '/%'],
    ['GET', '/%ff'],
    ['GET', '/account/%c0%80'],
    ['DELETE', '/account/sessions/%ed%a0%80'],
    ['GET', '/__proto__'],
    ['GET', '/constructor/prototype'],
  ])('%s %s is refused like any other', async (method, path) => {
    const reply = await app.newClient().send(method, path, method === 'POST' ? { json: {} } : {});
    expect([400, 401, 404, 405]).toContain(reply.status);
  });

  it.each([
    ['PUT', '/sign-in'],
    ['PATCH', '/session'],
    ['POST', '/session'],
    ['GET', '/sign-in/password'],
    ['DELETE', '/openapi.json'],
    ['GET', '/enroll/totp'],
    ['PROPFIND', '/sign-in'],
  ])('%s %s is not found, or not allowed', async (method, path) => {
    const reply = await app.newClient().send(method, path, method === 'GET' ? {} : { json: {} });
    expect([404, 405]).toContain(reply.status);
  });
});
