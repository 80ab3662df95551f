import { fakeSallyport, live, ORIGIN, SESSION } from '@sallyport/test-support/adapters/fake-sallyport';
import { dial, firstWords, listen } from '@sallyport/test-support/adapters/listen';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { describe, expect, it } from 'vitest';
import { InvalidDemand, UnknownStrength } from './index.ts';
import { sallyport } from './sallyport.ts';

const cookie = `sallyport-session=${SESSION}`;

/** An app with the contract under `/auth`, after the middleware that the test adds. */
async function appWith(before: (app: Express) => void = () => undefined) {
  const { auth, heard } = fakeSallyport();
  const app = express();
  before(app);
  app.use('/auth', sallyport(auth).routes());
  app.get('/', (_, res) => {
    res.send('the host');
  });
  return { site: await listen(app), heard };
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
  });
const codeOf = async (response: Response): Promise<unknown> => Object(await response.json()).code;

describe('the routes in Express', () => {
  it('are served below the prefix, and the host has the rest', async () => {
    const { site, heard } = await appWith();
    const response = await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'user-agent': 'Firefox' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'complete', session: { accountId: 'a1' } });
    expect(response.headers.getSetCookie()).toEqual([
      `sallyport-session=${SESSION}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
      `sallyport-device=${'d'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
    ]);
    expect(heard).toMatchObject([
      { caller: { mode: 'cookie', ip: '127.0.0.1', userAgent: 'Firefox' }, input: { identifier: 'ada' } },
    ]);
    const missing = await fetch(`${site}/auth/nothing`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await (await fetch(site)).text()).toBe('the host');
  });

  it('know the prefix they are under, however deep', async () => {
    const { auth } = fakeSallyport();
    const inner = express.Router().use('/auth', sallyport(auth).routes());
    const site = await listen(express().use('/deep', inner));
    const { location } = Object(await (await fetch(`${site}/deep/auth/sign-in?local=0`)).json());
    expect(location).toBe(`${ORIGIN}/deep/auth/sign-in/sso/corp`);
  });

  it('leave the host’s own cookies and headers as they are', async () => {
    const { site } = await appWith((app) => {
      app.use((_, res, next) => {
        res.cookie('own', '1').set('x-own', '2');
        next();
      });
    });
    const { headers } = await post(`${site}/auth/sign-in`, { identifier: 'ada' });
    expect(headers.getSetCookie()).toHaveLength(3);
    expect(headers.getSetCookie()[0]).toBe('own=1; Path=/');
    expect(headers.get('x-own')).toBe('2');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('know the address that the host trusts', async () => {
    const { site, heard } = await appWith((app) => app.set('trust proxy', 'loopback'));
    await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'x-forwarded-for': '192.0.2.7' });
    expect(heard[0]?.caller.ip).toBe('192.0.2.7');
  });

  it('keep quiet if the host has answered already', async () => {
    const failures: unknown[] = [];
    const { auth, heard } = fakeSallyport();
    const app = express();
    app.use('/auth/sign-in', (_, res, next) => {
      res.send('the host was first');
      next();
    });
    app.use('/auth', sallyport(auth).routes());
    app.use(((error, _req, _res, _next) => {
      failures.push(error);
    }) satisfies ErrorRequestHandler);
    const site = await listen(app);
    // Loads the routes first. Later requests then read a body at once.
    await fetch(`${site}/auth/openapi.json`);
    expect(await (await post(`${site}/auth/sign-in`, { identifier: 'ada' })).text()).toBe('the host was first');
    await expect.poll(() => heard).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('answer HEAD with the headers alone', async () => {
    const { site } = await appWith();
    const response = await fetch(`${site}/auth/openapi.json`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('a body in Express', () => {
  const parsers: [string, (app: Express) => void][] = [
    ['no parser', () => undefined],
    ['express.json() before', (app) => app.use(express.json())],
    ['express.urlencoded() before', (app) => app.use(express.urlencoded({ extended: true }))],
    ['express.raw() before', (app) => app.use(express.raw({ type: '*/*' }))],
    ['express.text() before', (app) => app.use(express.text({ type: '*/*' }))],
  ];

  it.each(parsers)('is read with %s, as strictly', async (_, before) => {
    const { site, heard } = await appWith(before);
    const url = `${site}/auth/sign-in`;
    expect((await post(url, { identifier: 'ada' })).status).toBe(200);
    expect(heard).toMatchObject([{ input: { identifier: 'ada' } }]);
    expect(await codeOf(await post(url, { identifier: 'ada', surplus: 1 }))).toBe('malformed-input');
    expect(await codeOf(await post(url, '{"identifier":"ada","__proto__":{"password":"x"}}'))).toBe('malformed-input');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await codeOf(await post(url, 'identifier=ada', form))).toBe('unsupported-media-type');
    expect(await codeOf(await post(url, { identifier: 'a'.repeat(70_000) }))).toBe('too-large');
    const empty = await fetch(`${site}/auth/sign-in/email-code/send`, { method: 'POST', headers: { origin: ORIGIN } });
    expect(empty.status).toBe(200);
    expect(heard).toHaveLength(2);
  });

  it('of many megabytes is answered 413, to a client that sends it all first', async () => {
    const { site } = await appWith();
    for (let round = 0; round < 5; round += 1) {
      const response = await post(`${site}/auth/sign-in`, ' '.repeat(5_000_000));
      expect(await codeOf(response)).toBe('too-large');
    }
  });

  it('without end is answered 413 while it still comes, and the connection goes on', async () => {
    const { site } = await appWith();
    const socket = await dial(site);
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
    socket.write('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    const answer = firstWords(socket);
    const sending = setInterval(() => socket.write(chunk), 1);
    try {
      expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    } finally {
      clearInterval(sending);
    }
    // Sends more than all buffers hold, so the server must read and discard the body.
    for (let sent = 0; sent < 1_000; sent += 1) socket.write(chunk);
    socket.write('0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await firstWords(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that breaks off harms no one', async () => {
    const { site, heard } = await appWith();
    for (const sent of ['', '{"identi']) {
      const socket = await dial(site);
      socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
      socket.write(`Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n${sent}`);
      await new Promise((later) => setTimeout(later, 50));
      socket.destroy();
    }
    await new Promise((later) => setTimeout(later, 50));
    expect((await post(`${site}/auth/sign-in`, { identifier: 'ada' })).status).toBe(200);
    expect(heard).toHaveLength(1);
  });
});

describe('require in Express', () => {
  async function guarded() {
    const { auth, heard } = fakeSallyport();
    const own = sallyport(auth);
    const app = express();
    app.get('/any', own.require(), (req, res) => {
      res.json({ account: req.sallyport?.accountId });
    });
    app.all('/strong', own.require('phishing-resistant', { within: '5m' }), (_, res) => {
      res.send('in');
    });
    app.post('/recent', own.require(undefined, { within: '1m' }), (_, res) => {
      res.send('in');
    });
    return { site: await listen(app), heard };
  }

  it('puts the session on the request', async () => {
    const { site, heard } = await guarded();
    expect(await (await fetch(`${site}/any`, { headers: { cookie } })).json()).toEqual({ account: live.accountId });
    expect(heard).toMatchObject([{ input: { needs: 'session' } }]);
    const bearer = await fetch(`${site}/recent`, { method: 'POST', headers: { authorization: `Bearer ${SESSION}` } });
    expect(await bearer.text()).toBe('in');
  });

  it('answers the problem itself, and the route is not reached', async () => {
    const { site } = await guarded();
    const nobody = await fetch(`${site}/any`);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, 'no-session']);
    const weak = await fetch(`${site}/strong`, { headers: { cookie } });
    expect(weak.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="phishing-resistant", max_age="300"',
    );
    expect([weak.status, await codeOf(weak)]).toEqual([401, 'insufficient-strength']);
    const foreign = await fetch(`${site}/recent`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example' },
    });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'cross-site']);
  });

  it('is refused at start-up if it asks for what cannot be', () => {
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    const misspelt = () => sallyport(fakeSallyport().auth).require('enhnaced');
    expect(misspelt).toThrow(UnknownStrength);
    expect(misspelt).toThrow("did you mean 'enhanced'?");
    expect(misspelt).toThrow(expect.objectContaining({ code: 'unknown-strength' }));
  });
});

describe('what host code begins in Express', () => {
  const beginning = async () => {
    const { auth, heard } = fakeSallyport();
    const app = express();
    const { begin, session } = sallyport(auth);
    app.get('/saml/sso', async (req, res) => {
      const stepUp = (await session(req)) && { strength: 'enhanced', within: '5m' };
      const begun = await begin(req, res, { continuation: { location: '/on' }, stepUp });
      if (begun.begun) res.redirect(begun.answer === undefined ? '/sign-in' : `/${begun.answer.status}`);
    });
    const site = await listen(app);
    const ask = (headers: Record<string, string>) => fetch(`${site}/saml/sso`, { headers, redirect: 'manual' });
    return { ask, heard };
  };

  it('is a sign-in with a continuation, and its cookie is set', async () => {
    const { ask, heard } = await beginning();
    const response = await ask({});
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sign-in']);
    expect(response.headers.getSetCookie()).toEqual([
      `sallyport-flow=${'f'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
    ]);
    expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' } });
  });

  it('is a step-up of the session that is there', async () => {
    const { ask, heard } = await beginning();
    const response = await ask({ cookie });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/complete']);
    expect(response.headers.getSetCookie().join()).toContain('sallyport-session=');
    expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' }, strength: 'enhanced', within: 300_000 });
  });

  it('is nothing where a request says who it is in two ways', async () => {
    const { ask } = await beginning();
    const response = await ask({ cookie, authorization: `Bearer ${'t'.repeat(43)}` });
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe('malformed-input');
  });
});
