import { forAdapters } from '@sallyport/engine/adapters';
import { openTelemetry } from '@sallyport/engine/telemetry';
import type { HttpOptions } from '@sallyport/http';
import { memoryStore } from '@sallyport/storage-memory';
import { listen } from '@sallyport/test-support/adapters/listen';
import { type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { type TestSallyport, testSallyport } from '@sallyport/testing';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { sallyport, sessionOf } from './sallyport.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const TRACEPARENT = { traceparent: `00-${TRACE}-${PARENT}-01` };

interface App extends TestSallyport, Registered {
  readonly logged: string[];
  readonly events: string[];
  ask(line: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  // The parsed JSON body.
  readonly body: Readonly<Record<string, unknown>>;
}

/** The real engine with telemetry, behind a real Express server. */
async function served(http: HttpOptions = {}): Promise<App> {
  const registered = registerOpenTelemetry();
  const [logged, events]: [string[], string[]] = [[], []];
  const note = (...words: unknown[]): void => void logged.push(JSON.stringify(words));
  const test = await testSallyport({
    store: memoryStore(),
    policy: {
      administrators: { policy: ['super-admin'], people: ['admin'] },
      requiredStrength: 'baseline',
      lockout: { maxFailures: 5 },
    },
    vault: {},
    notifyOwner: () => undefined,
    telemetry: openTelemetry(registered.api),
    onEvent: (event) => void events.push(JSON.stringify(event)),
    logger: { warn: note, error: note },
  });
  const guard = sallyport(test.auth, { onFault: note, ...http });
  const app = express().use('/auth', guard.routes());
  app.get('/me', guard.require(), (req, res) => void res.json({ account: sessionOf(req).accountId }));
  const site = await listen(app);
  const ask: App['ask'] = async (line, body, headers = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: { ...type, ...headers }, body: JSON.stringify(body) };
    const response = await fetch(`${site}${path}`, init);
    return { status: response.status, body: Object(await response.json()) };
  };
  return { ...test, ...registered, logged, events, ask };
}

describe('a request that carries a trace', () => {
  it('is a span of it, with its route, and what it brings about below', async () => {
    const { ask, spans } = await served();
    const { status, body } = await ask('GET /auth/sign-in/nothing', undefined, TRACEPARENT);
    expect([status, body['code']]).toEqual([404, 'not-found']);
    const answered = await ask(
      'POST /auth/sign-in',
      { identifier: 'nobody@example.org', password: 'a guess' },
      { ...TRACEPARENT, 'sallyport-client': 'token' },
    );
    expect(answered.status).toBe(401);
    const carried = spans().filter((span) => span.spanContext().traceId === TRACE);
    const [lost, server] = carried.filter(({ parentSpanContext }) => parentSpanContext?.spanId === PARENT);
    expect(lost).toMatchObject({ name: 'GET', attributes: { 'sallyport.problem': 'not-found' } });
    expect(lost?.attributes).not.toHaveProperty('http.route');
    expect(server).toMatchObject({
      name: 'POST /sign-in',
      kind: 1,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/sign-in',
        'http.response.status_code': 401,
        'sallyport.problem': 'invalid-credentials',
        'sallyport.request.id': answered.body['instance'],
      },
      status: { code: 0 },
    });
    expect(carried.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sallyport.signIn.begin', 'sallyport.hashing', 'sallyport.store.beginStep']),
    );
    const operation = carried.find(({ name }) => name === 'sallyport.signIn.begin');
    expect(operation?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
  });

  it('is in the trace behind a guard as well', async () => {
    const { ask, spans } = await served();
    expect((await ask('GET /me', undefined, TRACEPARENT)).status).toBe(401);
    const guard = spans().find(({ name }) => name === 'sallyport.sessions.guard');
    expect(guard?.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: PARENT });
    expect(guard?.attributes['sallyport.outcome']).toBe('no-session');
  });

  it('is below the span that the host has begun for it', async () => {
    const { api, auth, spans } = await served();
    const tracer = api.trace.getTracer('host');
    const app = express().use((_req, _res, next) =>
      tracer.startActiveSpan('host', (span) => {
        next();
        span.end();
      }),
    );
    const site = await listen(app.use('/auth', sallyport(auth).routes()));
    await fetch(`${site}/auth/sign-in`, { headers: TRACEPARENT });
    const host = spans().find(({ name }) => name === 'host');
    const ours = spans().find(({ name }) => name === 'GET /sign-in');
    expect(ours?.parentSpanContext?.spanId).toBe(host?.spanContext().spanId);
    expect(ours?.kind).toBe(0);
  });

  it('begins a trace of its own where that is none', async () => {
    const { ask, spans } = await served();
    await ask('GET /auth/sign-in', undefined, { traceparent: `00-${'0'.repeat(32)}-junk` });
    expect(spans().find(({ name }) => name === 'GET /sign-in')?.parentSpanContext).toBeUndefined();
  });
});

describe('requests', () => {
  it('are measured by method, route and status, and by no word of a stranger', async () => {
    const { ask, metrics, auth } = await served();
    await ask('GET /auth/sign-in');
    await ask('GET /auth/admin/accounts/somebody');
    await ask('PROPFIND /auth/a-path-of-a-stranger');
    expect(forAdapters(auth).telemetry).toBeDefined();
    const measured = (await metrics()).filter(({ name }) => name === 'sallyport.request.duration');
    expect(measured.map(({ attributes }) => attributes)).toEqual([
      { 'http.request.method': 'GET', 'http.route': '/sign-in', 'http.response.status_code': 200 },
      { 'http.request.method': 'GET', 'http.route': '/admin/accounts/:id', 'http.response.status_code': 401 },
      { 'http.request.method': '_OTHER', 'http.response.status_code': 404 },
    ]);
  });
});

/** The secrets that occur in the texts. A secret of less than 8 characters counts only as a whole word: longer numbers may contain the digits. */
function leaks(texts: readonly string[], secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => {
    const whole = new RegExp(`(?<![A-Za-z0-9.])${secret}(?![A-Za-z0-9.])`);
    return texts.some((text) => (secret.length < 8 ? whole.test(text) : text.includes(secret)));
  });
}

it('X19 sign-in, enrollment, recovery, vault and administration leave no secret in spans, metrics, log or events', async () => {
  const { ask, accountWith, signIn, clock, mails, auth, logged, events, everything, spans } = await served();
  const token = { 'sallyport-client': 'token' };
  const secrets: string[] = [];
  const secret = (value: unknown): string => {
    if (typeof value !== 'string' || value.length < 6) throw new Error(`no secret: ${JSON.stringify(value)}`);
    secrets.push(value);
    return value;
  };
  const tokenIn = ({ body }: Answer, part: 'flow' | 'session'): string => secret(Object(body[part]).token);
  const mailed = (part: 'code' | 'token'): string => secret(mails.at(-1)?.[part]);

  const ada = await accountWith({
    identifier: secret('ada@example.org'),
    roles: ['super-admin', 'admin'],
    emergency: true,
    factors: ['email', 'passkey'],
  });
  const [first, next, wrong] = ['the first of the passwords', 'a password that comes next', 'a wrong guess at it'];
  const cara = await accountWith({ identifier: secret('cara@example.org'), password: secret(first) });
  const { identifier } = cara;

  // Signing in, with a wrong password and then with the right one.
  await ask('POST /auth/sign-in', { identifier, password: secret(wrong) }, token);
  const begun = await ask('POST /auth/sign-in', { identifier, password: first }, token);
  const flow = { 'sallyport-flow': tokenIn(begun, 'flow') };
  await ask('POST /auth/sign-in/email-code/send', {}, flow);
  await ask('POST /auth/sign-in/email-code', { code: secret('000001') }, flow);
  const done = await ask('POST /auth/sign-in/email-code', { code: mailed('code') }, flow);
  expect(done.body['status']).toBe('complete');
  let session = { authorization: `Bearer ${tokenIn(done, 'session')}` };
  secret(Object(done.body['device']).token);

  // An authenticator app, and its backup codes.
  const app = secret((await ask('POST /auth/enroll/totp', {}, session)).body['secret']);
  const { totpApp } = await import('@sallyport/testing');
  const shows = totpApp(app);
  const enrolled = await ask(
    'POST /auth/enroll/totp/confirm',
    { code: secret(await shows.code(forAdapters(auth).now())) },
    session,
  );
  expect(enrolled.body['status']).toBe('complete');
  for (const code of Object(enrolled.body['backupCodes'])) secret(code);

  // A step-up, and a vault.
  clock.advance('30s');
  const stepUp = await ask('POST /auth/step-up', { strength: 'enhanced' }, session);
  const stepFlow = { 'sallyport-flow': tokenIn(stepUp, 'flow') };
  const raised = await ask(
    'POST /auth/sign-in/totp',
    { code: secret(await shows.code(forAdapters(auth).now())) },
    stepFlow,
  );
  session = { authorization: `Bearer ${tokenIn(raised, 'session')}` };
  const sealed = secret('c2VhbGVkLWJ5LWhlci1jbGllbnQ');
  const envelopes = [{ kind: 'secret', sealed }];
  const kept = await ask('PUT /auth/account/vault', { keyId: 'key-1', envelopes }, { ...session, 'if-match': '"0"' });
  expect(kept.status).toBe(200);
  await ask('POST /auth/account/email', { email: secret('cara@elsewhere.example') }, session);
  await expect.poll(() => mails.at(-1)?.kind).toBe('email-change-begun');
  secret(mails.findLast(({ kind }) => kind === 'email-change')?.token);

  // A forgotten password, and another factor beside the mailbox.
  expect((await ask('POST /auth/recover', { identifier }, token)).status).toBe(202);
  await expect.poll(() => mails.at(-1)?.kind).toBe('recovery');
  const confirm = { token: mailed('token'), next: secret(next) };
  const recovering = await ask('POST /auth/recover/confirm', confirm, token);
  clock.advance('30s');
  const shown = { code: secret(await shows.code(forAdapters(auth).now())) };
  const recovered = await ask('POST /auth/sign-in/totp', shown, { 'sallyport-flow': tokenIn(recovering, 'flow') });
  expect(recovered.body['status']).toBe('complete');
  tokenIn(recovered, 'session');

  // Administration.
  const administrator = await signIn(ada, { using: ['passkey'] });
  const acts = { authorization: `Bearer ${secret(administrator.caller.sessionToken)}` };
  const made = { identifier: secret('dan@example.org'), email: 'dan@example.org', password: secret('dan begins so') };
  const created = await ask('POST /auth/admin/accounts', made, acts);
  expect(created.status).toBe(201);
  const dan = `/auth/admin/accounts/${String(created.body['accountId'])}`;
  secret((await ask(`POST ${dan}/enrollment-code`, {}, acts)).body['enrollmentCode']);
  expect((await ask(`POST ${dan}/block`, { reason: 'he left' }, acts)).status).toBe(200);
  expect((await ask(`GET /auth/admin/accounts?query=${identifier}`, undefined, acts)).status).toBe(200);
  expect((await ask('POST /auth/admin/accounts', made, acts)).status).toBe(409);

  // Secrets sent by mistake in the wrong place.
  const mistake = secret('m'.repeat(43));
  await ask(`GET /auth/${mistake}?token=${mistake}`, undefined, { 'x-request-id': mistake, 'user-agent': mistake });
  await ask(`POST /auth/sign-in?x=${mistake}`, { identifier: mistake, [mistake]: mistake }, token);
  expect((await ask('POST /auth/recover', { identifier })).status).toBe(403);
  await auth.runBackgroundWork();

  const [seen, measured] = await everything();
  const texts = [seen, measured, logged.join('\n'), events.join('\n')];
  expect(
    [spans().length, events.length, logged.length].map((count, kind) => count > ([100, 10, 0][kind] ?? 0)),
  ).toEqual([true, true, true]);
  expect(new Set(secrets).size).toBeGreaterThan(25);
  expect(leaks(texts, secrets)).toEqual([]);

  // Control: `leaks` finds each secret when the secret is planted in a text.
  for (const planted of secrets) {
    for (const text of texts) {
      const middle = text.indexOf('"', text.length / 2);
      const spoiled = `${text.slice(0, middle)}"${planted}"${text.slice(middle)}`;
      expect(leaks([spoiled], secrets)).toContain(planted);
    }
  }
});
