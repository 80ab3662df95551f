import { instant } from '@sallyport/core';
import type { Sallyport, SallyportOptions } from '@sallyport/engine';
import { createSallyport, hostCode, tenantId } from '@sallyport/engine';
import { openTelemetry } from '@sallyport/engine/telemetry';
import type { Parts } from '@sallyport/http';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import type { BuildApp } from './black-box-app.ts';
import { breakable } from './breakable.ts';
import { ORIGIN } from './fake-sallyport.ts';
import { registerOpenTelemetry } from './telemetry.ts';

const PASSWORD = 'correct horse battery staple';
const HOST = hostCode('host');
const FRIEND = 'https://friend.example';
const IDENTIFIER = 'ada@example.org';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Sends a request such as `GET /me`. A browser stores cookies and sends the `Origin` header. */
type Browser = (line: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/**
 * Tests an app over HTTP alone: as a browser, as a client with tokens and as an attacker.
 *
 * @param hasMiddleware whether the framework runs middleware of the host before Sallyport
 */
export function blackBox(framework: string, build: BuildApp, { hasMiddleware = true } = {}): void {
  describe.each([
    ['without a body parser', false],
    ['with a body parser before it', true],
  ] as const)(`X26 ${framework}, %s`, (_, bodyParser) => {
    it('signs a person in, lets them through, and out again', async () => {
      const { browser, account, code, hostErrors, faults } = await world(build, bodyParser);
      const ada = browser();
      expect(await ada('GET /me')).toMatchObject({ status: 401, json: { code: 'no-session' } });
      const asked = await ada('POST /auth/sign-in', { identifier: IDENTIFIER, password: PASSWORD });
      expect(asked).toMatchObject({ status: 200, json: { status: 'continue' } });
      expect((await ada('POST /auth/sign-in/email-code/send')).status).toBe(200);
      const done = await ada('POST /auth/sign-in/email-code', { code: code() });
      expect(done).toMatchObject({ status: 200, json: { status: 'complete', session: { accountId: account } } });
      expect(done.headers.get('content-type')).toBe('application/json');
      expect(done.headers.get('cache-control')).toBe('no-store');
      const lines = done.headers.getSetCookie();
      expect(lines.map((line) => line.split('=')[0]).sort()).toEqual([
        'sallyport-device',
        'sallyport-flow',
        'sallyport-session',
      ]);
      for (const line of lines) expect(line).toMatch(/=[^;]*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
      expect((await ada('GET /me')).json).toEqual({ account });
      expect((await ada('GET /maybe')).json).toEqual({ account });
      expect((await ada('POST /note', { text: 'milk' })).json).toEqual({ noted: { text: 'milk' } });
      expect((await ada('DELETE /auth/session')).status).toBe(200);
      expect((await ada('GET /me')).status).toBe(401);
      expect((await ada('GET /maybe')).json).toEqual({ account: null });
      expect([hostErrors, faults]).toEqual([[], []]);
    });

    it('answers for the guard, and the route is not reached', async () => {
      const { browser, signIn } = await world(build, bodyParser);
      const ada = await signIn();
      const weak = await ada('POST /payout', {});
      expect(weak).toMatchObject({ status: 401, json: { code: 'insufficient-strength' } });
      expect(weak.headers.get('content-type')).toBe('application/problem+json');
      expect(weak.headers.get('www-authenticate')).toBe(
        'Bearer error="insufficient_user_authentication", acr_values="enhanced", max_age="300"',
      );
      const foreign = await ada('POST /note', {}, { origin: 'https://evil.example' });
      expect(foreign).toMatchObject({ status: 403, json: { code: 'cross-site' } });
      expect(await browser()('POST /note', {})).toMatchObject({ status: 401, json: { code: 'no-session' } });
      expect(await ada('GET /broken', undefined, { cookie: '' })).toMatchObject({ status: 401 });
    });

    it('carries the trace and the id of a request, to a route, a guard and a begun sign-in', async () => {
      const { api, spans } = registerOpenTelemetry();
      const { ask } = await world(build, bodyParser, { telemetry: openTelemetry(api) });
      const [id, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
      const headers = { traceparent: `00-${id}-${parent}-01`, 'x-request-id': id };
      for (const line of ['GET /auth/session', 'GET /me', 'GET /begin']) {
        const { json } = await ask(line, undefined, headers);
        if (line !== 'GET /begin') expect(json['instance']).toBe(`urn:sallyport:request:${id}`);
      }
      const carried = spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent);
      expect(carried.map((span) => [span.name, span.spanContext().traceId])).toEqual(
        ['GET /session', 'sallyport.sessions.guard', 'sallyport.signIn.beginForAnyone'].map((name) => [name, id]),
      );
    });

    it('begins a sign-in for whoever comes', async () => {
      const { browser } = await world(build, bodyParser);
      const begun = await browser()('GET /begin');
      expect([begun.status, begun.headers.get('location')]).toEqual([302, '/sign-in']);
      expect(begun.headers.getSetCookie().join()).toMatch(/^sallyport-flow=[^;]+; Path=\/; HttpOnly/);
      const both = await browser()('GET /begin', undefined, {
        authorization: `Bearer ${'t'.repeat(43)}`,
        cookie: `sallyport-session=${'s'.repeat(43)}`,
      });
      expect(both).toMatchObject({ status: 400, json: { code: 'malformed-input' } });
    });

    it('takes a cookie for its own by its exact name, with no other white space beside the name than space and tab', async () => {
      const { ask, browser, account, code } = await world(build, bodyParser);
      const ada = browser();
      await ada('POST /auth/sign-in', { identifier: IDENTIFIER, password: PASSWORD });
      await ada('POST /auth/sign-in/email-code/send');
      const session = cookieIn(await ada('POST /auth/sign-in/email-code', { code: code() }), 'session');
      const flow = cookieIn(await browser()('POST /auth/sign-in', { identifier: IDENTIFIER }), 'flow');
      const asked = async (before: string, after: string) => {
        const named = (kind: string) => `${before}sallyport-${kind}${after}`;
        const cookie = `a=b;${named('session')}=${session};${named('flow')}=${flow};c=d`;
        const lines = ['GET /me', 'GET /maybe', 'GET /auth/session', 'GET /auth/sign-in'];
        return Promise.all(lines.map(async (line) => (await ask(line, undefined, { cookie })).json));
      };
      const ours = [{ account }, { account }, { session: { accountId: account } }, { status: 'continue' }];
      for (const sign of ['', ' ', '\t', ' \t ']) expect(await asked(sign, sign)).toMatchObject(ours);
      const nobodys = [{ code: 'no-session' }, { account: null }, { code: 'no-session' }, { status: 'open' }];
      for (const sign of ['\u00a0', '\u0085', '\u00ad', ' \u00a0\t']) {
        expect(await asked(sign, ''), JSON.stringify(sign)).toMatchObject(nobodys);
        expect(await asked('', sign), JSON.stringify(sign)).toMatchObject(nobodys);
      }
    });

    it('takes tokens from what has no cookies', async () => {
      const { ask, account, code } = await world(build, bodyParser);
      const line = { 'sallyport-client': 'token' };
      const { json } = await ask('POST /auth/sign-in', { identifier: IDENTIFIER, password: PASSWORD }, line);
      const flow = { 'sallyport-flow': String(Object(json['flow']).token) };
      await ask('POST /auth/sign-in/email-code/send', undefined, flow);
      const done = await ask('POST /auth/sign-in/email-code', { code: code() }, flow);
      expect(done.headers.getSetCookie()).toEqual([]);
      const bearer = { authorization: `Bearer ${Object(done.json['session']).token}` };
      expect((await ask('GET /me', undefined, bearer)).json).toEqual({ account });
      expect((await ask('POST /note', { text: 'milk' }, bearer)).status).toBe(200);
    });

    it('reads a body as strictly as everywhere', async () => {
      const { browser, hostErrors, faults } = await world(build, bodyParser);
      const send = async (body: unknown, headers = {}) =>
        (await browser()('POST /auth/sign-in', body, headers)).json['code'];
      expect(await send({ identifier: IDENTIFIER, surplus: 1 })).toBe('malformed-input');
      expect(await send('{"identifier":"ada","__proto__":{"password":"x"}}')).toBe('malformed-input');
      expect(await send({ identifier: 'a'.repeat(70_000) })).toBe('too-large');
      expect(await send('')).toBe('malformed-input');
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect(await send('identifier=ada', form)).toBe('unsupported-media-type');
      expect(await send('identifier=ada', { 'content-type': 'nonsense' })).toBe('unsupported-media-type');
      // With a body parser, the host refuses malformed JSON before Sallyport runs.
      if (!bodyParser) expect(await send('{"identifier')).toBe('malformed-input');
      expect([hostErrors, faults]).toEqual([[], []]);
    });

    it('answers whatever is below its prefix itself, and leaves the rest to the host', async () => {
      const { browser, hostErrors } = await world(build, bodyParser);
      const ada = browser();
      for (const path of ['/auth/nothing', '/auth/', '/auth/account/passkeys/%20%22']) {
        expect(await ada(`GET ${path}`), path).toMatchObject({ status: 404, json: { code: 'not-found' } });
      }
      expect((await ada('PATCH /auth/session')).headers.get('allow')).toContain('DELETE');
      const head = await ada('HEAD /auth/openapi.json');
      expect([head.status, head.text]).toEqual([200, '']);
      expect((await ada('GET /auth/openapi.json')).json['servers']).toEqual([{ url: `${ORIGIN}/auth` }]);
      expect((await ada('GET /')).text).toBe('the host');
      expect((await ada('GET /authority')).text).toBe('the host');
      expect(hostErrors).toEqual([]);
    });

    it.each(['/me', '/place', '/place/', '/place/below', '/place/a%20b'])(
      'N17 tells contextOf the path as the client sent it: %s',
      async (path) => {
        const told: (string | undefined)[] = [];
        const { signIn } = await world(build, bodyParser, {
          policy: { contexts: { finance: { requiredStrength: 'enhanced' } } },
          contextOf: (request) => {
            told.push(request.path);
            return [];
          },
        });
        const ada = await signIn();
        told.length = 0;
        expect((await ada(`GET ${path}?next=/me`)).status).toBe(200);
        expect(told).toEqual([path]);
      },
    );

    it('answers a page of an origin that the host trusts, which asks first', async () => {
      const { ask } = await world(build, bodyParser);
      const page = { origin: FRIEND };
      const first = await ask('OPTIONS /auth/sign-in', undefined, { ...page, 'access-control-request-method': 'POST' });
      expect(first.status).toBe(204);
      expect(first.headers.get('access-control-allow-credentials')).toBe('true');
      const { status, headers } = await ask('POST /auth/sign-in', { identifier: IDENTIFIER, password: PASSWORD }, page);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, FRIEND]);
    });

    it('adds to what an answer varies by', async () => {
      const { signIn } = await world(build, bodyParser, { everyoneAdministers: true });
      const ada = await signIn();
      const host = hasMiddleware ? ['X-Host'] : [];
      const variesBy = async (line: string, headers = {}) =>
        (await ada(line, undefined, headers)).headers.get('vary')?.split(', ');
      expect(await variesBy('GET /auth/session')).toEqual([...host, 'Origin']);
      expect(await variesBy('GET /auth/admin/events', { accept: 'text/csv' })).toEqual([...host, 'accept', 'Origin']);
    });

    it('sends a long table in parts, and breaks the connection off if the store fails', async () => {
      const { signIn, store, fail } = await world(build, bodyParser, { everyoneAdministers: true });
      const ada = await signIn();
      const [tenant, now] = [tenantId('default'), instant(0)];
      const events = Array.from({ length: 1_200 }, (_, place) => {
        return { tenant, id: `e${place}`, at: now, type: 'session.revoked' } as const;
      });
      await store.commit({ tenant, now, guards: {}, events });
      const asks = () => ada('GET /auth/admin/events?type=session.revoked', undefined, { accept: 'text/csv' });
      const table = await asks();
      expect([table.status, table.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/csv/)]);
      expect(table.text.match(/"e\d+"\r\n/g)).toHaveLength(1_200);
      fail(new Error('the store broke'), { verb: 'listEvents', after: 2 });
      await expect(asks()).rejects.toThrow();
    });

    it('serves no part that the host leaves out', async () => {
      const left = { admin: false, deleteAccount: false, openapi: false };
      const { signIn } = await world(build, bodyParser, { parts: left });
      const whole = await (await world(build, bodyParser)).signIn();
      const ada = await signIn();
      const lines = [
        'GET /auth/admin/accounts',
        'PUT /auth/admin/policy',
        'DELETE /auth/account',
        'GET /auth/openapi.json',
      ];
      for (const line of lines) {
        expect((await whole(line)).status, line).not.toBe(404);
        expect(await ada(line), line).toMatchObject({ status: 404, json: { code: 'not-found' } });
      }
      expect((await ada('GET /auth/account')).status).toBe(200);
    });

    it("leaves the host its own errors, and keeps Sallyport's to itself", async () => {
      const { signIn, fail, hostErrors, faults } = await world(build, bodyParser);
      const ada = await signIn();
      expect(await ada('GET /broken')).toMatchObject({ status: 500, json: { host: 'the host broke' } });
      expect(hostErrors).toMatchObject([{ message: 'the host broke' }]);
      fail(new Error('the store broke'));
      expect(await ada('GET /me')).toMatchObject({ status: 500, json: { code: 'internal' } });
      expect(await ada('GET /auth/session')).toMatchObject({ status: 500, json: { code: 'internal' } });
      expect(faults).toMatchObject([{ message: 'the store broke' }, { message: 'the store broke' }]);
      expect(hostErrors).toHaveLength(1);
      // `/maybe` needs no session. If the store fails, the route does not treat the visitor as signed out: the host's error handler answers.
      expect(await ada('GET /maybe')).toMatchObject({ status: 500, json: { host: 'the store broke' } });
      expect(hostErrors).toMatchObject([{ message: 'the host broke' }, { message: 'the store broke' }]);
    });
  });
}

async function world(
  build: BuildApp,
  bodyParser: boolean,
  {
    parts = {},
    everyoneAdministers = false,
    ...more
  }: Pick<SallyportOptions, 'telemetry' | 'policy' | 'contextOf'> & {
    readonly parts?: Parts;
    readonly everyoneAdministers?: boolean;
  } = {},
) {
  const codes: string[] = [];
  const hostErrors: unknown[] = [];
  const faults: unknown[] = [];
  const { store, fail } = breakable(memoryStore());
  const auth: Sallyport = createSallyport({
    origin: ORIGIN,
    trustedOrigins: [FRIEND],
    secrets: ['a secret of a test, long enough to be taken'],
    store,
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    sendMail: async (mail) => {
      if ('code' in mail) codes.push(String(mail.code));
    },
    ...more,
  });
  await auth.ready();
  const made = await auth.people.create({ identifier: IDENTIFIER, email: IDENTIFIER, password: PASSWORD, by: HOST });
  if ('refused' in made) throw new Error(made.refused);
  const { guard } = auth.sessions;
  const asked = await build({
    auth: everyoneAdministers
      ? { ...auth, sessions: { ...auth.sessions, guard: (caller) => guard(caller, { needs: 'session' }) } }
      : auth,
    options: { onFault: (fault) => faults.push(fault) },
    parts,
    bodyParser,
    hostErrors: (error) => hostErrors.push(error),
  });

  const ask: Browser = async (line, body, headers = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await asked(path, { method, headers: { ...type, ...headers }, body: sent, redirect: 'manual' });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
  };
  const browser = (): Browser => {
    const jar = new Map<string, string>();
    return async (line, body, headers) => {
      const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ');
      const answer = await ask(line, body, { origin: ORIGIN, ...(cookie === '' ? {} : { cookie }), ...headers });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    };
  };
  const code = (): string => codes.at(-1) ?? '';
  const signIn = async (): Promise<Browser> => {
    const ada = browser();
    await ada('POST /auth/sign-in', { identifier: IDENTIFIER, password: PASSWORD });
    await ada('POST /auth/sign-in/email-code/send');
    expect((await ada('POST /auth/sign-in/email-code', { code: code() })).json['status']).toBe('complete');
    return ada;
  };
  return { ask, browser, signIn, code, store, fail, account: made.accountId, hostErrors, faults };
}

function cookieIn({ headers }: Answer, kind: string): string {
  return new RegExp(`sallyport-${kind}=([^;]+)`).exec(headers.getSetCookie().join())?.[1] ?? '';
}
