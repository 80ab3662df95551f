import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createSallyport, hostCode } from '@sallyport/engine';
import { chromiumHere, chromiumOfThisProcess } from '@sallyport/example-quickstart/test/chromium';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { sallyport } from '@sallyport/express';
import { fetchSallyport } from '@sallyport/http';
import { memoryStore } from '@sallyport/storage-memory';
import { EVENT_TYPES } from '@sallyport/store';
import { freePort } from '@sallyport/test-support/free-port';
import ts from 'typescript';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../packages/cli/src/run.ts';
import { LIFETIMES } from '../packages/engine/src/contract/lifetimes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The only snippet of a guide with this text. */
function writtenIn(guide, text) {
  const page = readFileSync(`${root}docs/guide/${guide}.md`, 'utf8');
  const snippets = [...page.matchAll(/^```ts\n(.*?)^```/gms)]
    .map(([, code]) => code)
    .filter((code) => code.includes(text));
  expect(snippets).toHaveLength(1);
  return snippets[0];
}

/** The code without its types. */
function withoutTypes(code) {
  const { target, module } = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions: { target, module } }).outputText;
}

const snippetOf = (guide, text) => withoutTypes(writtenIn(guide, text));

/** Runs the snippet where the packages of the quickstart are found. */
async function importing(guide, text) {
  const folder = `${root}examples/quickstart/dist/guides`;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${guide}-${randomUUID()}.ts`;
  writeFileSync(file, snippetOf(guide, text));
  try {
    return await import(file);
  } finally {
    rmSync(file);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('docs/guide/start.md', () => {
  it('is an app that signs in with two factors, and asks for a passkey before a payout', async () => {
    const port = await freePort();
    vi.stubEnv('PORT', String(port));
    const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const servers = [];
    const listen = Server.prototype.listen;
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (...given) {
      servers.push(this);
      return listen.apply(this, given);
    });
    onTestFinished(async () => {
      for (const server of servers) await new Promise((closed) => server.close(closed).closeAllConnections());
    });
    await importing('start', 'app.listen(port');
    await vi.waitFor(() => expect(printed).toHaveBeenCalledWith(`http://localhost:${port}/sign-in`));

    const site = `http://localhost:${port}`;
    expect((await fetch(`${site}/sign-in`)).status).toBe(200);
    expect((await fetch(site)).status).toBe(401);
    const post = async (path, body, headers = {}) => {
      const sent = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };
      const response = await fetch(site + path, sent);
      return { status: response.status, ...(await response.json()) };
    };
    const opened = await post(
      '/auth/sign-in',
      { identifier: 'ada@example.org', password: 'correct horse battery staple' },
      { 'sallyport-client': 'token' },
    );
    const flow = { 'sallyport-flow': opened.flow.token };
    await post('/auth/sign-in/email-code/send', {}, flow);
    await vi.waitFor(() => expect(printed).toHaveBeenCalledWith(expect.stringContaining('mail to ada@example.org: ')));
    const [code] = /\d{6,8}/.exec(printed.mock.calls.flat().join('\n').split('mail to')[1]) ?? [];
    const { session } = await post('/auth/sign-in/email-code', { code }, flow);
    const bearer = { authorization: `Bearer ${session.token}` };
    expect(await (await fetch(site, { headers: bearer })).text()).toBe(`Signed in as ${session.accountId}`);
    expect(await post('/payout', {}, bearer)).toMatchObject({ status: 401, code: 'insufficient-strength' });
  });

  it('prints how the first administrator signs in', async () => {
    const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
    await importing('start', 'people.bootstrap');
    const code = '[a-z0-9]{4}(?:-[a-z0-9]{4}){3}';
    const said = new RegExp(`^ada@example.org: password ${code}, code of an administrator ${code}$`);
    expect(printed).toHaveBeenLastCalledWith(expect.stringMatching(said));
  });

  it('tests its rule with nothing running', async () => {
    const tests = [];
    vi.doMock('node:test', () => ({ test: (name, body) => tests.push([name, body]) }));
    onTestFinished(() => vi.doUnmock('node:test'));
    await importing('start', "from 'node:test'");
    for (const [, body] of tests) body();
    expect(tests).toHaveLength(1);
  });
});

describe('docs/guide/operate.md', () => {
  it('ends every session after a restore, of more people than a page has', async () => {
    const auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      policy: { administrators: {}, requiredStrength: 'single' },
      passwordHashing: { memoryCost: 64, timeCost: 1 },
      logger: { warn: () => undefined, error: () => undefined },
    });
    onTestFinished(() => auth.close());
    await auth.ready();
    for (let one = 0; one < 51; one++) await auth.people.create({ identifier: `person-${one}`, by: hostCode('seed') });
    const last = await auth.people.create({
      identifier: 'zoe',
      password: 'correct horse battery staple',
      by: hostCode('seed'),
    });
    const signedIn = await auth.signIn.begin(
      { tenant: 'default', mode: 'token' },
      { identifier: 'zoe', password: 'correct horse battery staple' },
    );
    expect(signedIn).toMatchObject({ answer: { status: 'complete' } });
    expect(await auth.people.sessions({ accountId: last.accountId })).toHaveLength(1);
    const { signEverybodyOut } = await importing('operate', 'signEverybodyOut');
    expect(await signEverybodyOut(auth, 'after a restore')).toBe(52);
    expect(await auth.people.sessions({ accountId: last.accountId })).toEqual([]);
  });
});

describe('docs/guide/terminal.md', () => {
  it('X10 makes the first administrator with roles of the app, by the steps of the page', async () => {
    const table = new Map();
    const auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      policy: { administrators: { policy: ['super-admin'] }, requiredStrength: 'enhanced' },
      resolveSubject: async (_account, _tenant, externalId) => table.get(externalId) ?? [],
      passwordHashing: { memoryCost: 64, timeCost: 1 },
      logger: { warn: () => undefined, error: () => undefined },
    });
    onTestFinished(() => auth.close());
    const opened = { ...auth, ready: vi.fn(auth.ready), close: async () => undefined };
    vi.stubGlobal('authOfTheGuide', opened);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { createWithPassword } = await importing('terminal', 'createWithPassword');
    const password = await createWithPassword(opened, { id: '7', mail: 'ada@example.org' });
    expect(opened.ready).toHaveBeenCalledWith({ deployPolicy: false });
    table.set('7', ['super-admin']);

    const page = readFileSync(`${root}docs/guide/terminal.md`, 'utf8');
    const [, command] = /^3\. Make a code: `npx -p @sallyport\/cli sallyport (.*) --auth src\/auth\.ts`/m.exec(page);
    const module = `${root}examples/quickstart/dist/guides/auth-${randomUUID()}.mjs`;
    writeFileSync(module, 'export const auth = globalThis.authOfTheGuide;');
    onTestFinished(() => rmSync(module));
    const sallyportSays = async (written) => {
      const said = [];
      const io = { out: (text) => said.push(text), err: (text) => said.push(text), colours: false };
      await run([...written.split(' '), '--auth', module], io);
      return said.join('\n');
    };
    const caller = { tenant: 'default', mode: 'token' };
    const enters = async (signIn, code) => {
      const { keep } = await auth.signIn.begin(caller, signIn);
      return auth.signIn.enrollmentCode({ ...caller, flowToken: keep.flow.token }, { code });
    };
    const code = (await sallyportSays(command)).trim().split('\n').at(-1).trim();
    const identifier = 'ada@example.org';
    expect(await enters({ identifier }, code)).toMatchObject({ refused: 'invalid-credentials' });
    expect(await enters({ identifier, password }, code)).toMatchObject({ answer: { status: 'enroll' } });

    // An account without a password.
    await auth.people.create({ identifier: 'zoe', externalId: '8', by: hostCode('test') });
    table.set('7', []).set('8', ['super-admin']);
    const helped = (await sallyportSays('person help-in zoe --lost password')).trim().split('\n').at(-1).trim();
    expect(await enters({ identifier: 'zoe' }, helped)).toMatchObject({ answer: { status: 'enroll' } });
    await auth.people.setPassword({ identifier: 'zoe' }, { password, by: hostCode('test') });
    const { enrollmentCode } = await auth.people.vouch({ identifier: 'zoe' }, { by: hostCode('test') });
    expect(await enters({ identifier: 'zoe', password }, enrollmentCode)).toMatchObject({
      answer: { status: 'enroll' },
    });
  });
});

describe('docs/guide/single-sign-on.md', () => {
  /** An app whose provider knows one person, and a browser that follows redirects by hand. */
  async function atProvider(origin) {
    const corp = {
      ...{ id: 'corp', name: 'Corp', kind: 'oidc', roles: [] },
      begin: async ({ state }) => ({ location: `https://corp.example/?${new URLSearchParams({ state })}`, kept: {} }),
      finish: async ({ parameters, now }) =>
        parameters.error === undefined
          ? {
              outcome: 'signed-in',
              identity: {
                issuer: 'https://corp.example',
                subject: '7',
                once: { id: randomUUID(), expiresAt: now + 600_000 },
              },
            }
          : { outcome: 'cancelled' },
    };
    const auth = createSallyport({
      origin,
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      providers: [corp],
      policy: { administrators: {}, requiredStrength: 'single', providers: { corp: { createAccounts: true } } },
      logger: { warn: () => undefined, error: () => undefined },
    });
    onTestFinished(() => auth.close());
    await auth.ready();
    return auth;
  }

  /** Goes from the host's route to the provider and back. Returns the last address. */
  async function goesThereAndBack(origin, ask, path, parameters = {}) {
    const cookies = new Map();
    const get = async (address) => {
      const response = await ask(new URL(address, origin), {
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
      });
      for (const line of response.headers.getSetCookie()) cookies.set(...line.split(';')[0].split(/=(.*)/s, 2));
      expect(response.status).toBe(303);
      return response.headers.get('location');
    };
    const provider = await get(await get(path));
    const state = new URL(provider).searchParams.get('state');
    return get(`/auth/sign-in/sso/corp/callback?${new URLSearchParams({ state, ...parameters })}`);
  }

  const WAYS = [
    ['/sso/corp?next=/reports%3Fpage%3D2', '/reports?page=2'],
    ['/sso/corp?next=//evil.example', '/'],
    ['/sso/corp?next=/%255Cevil.example/..%2F%2Fevil.example', '/'],
    ['/sso/corp', '/'],
  ];

  it('X14 has a route for Express that leads to the page that was asked for, and to no other site', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const auth = await atProvider(origin);
    const app = createRequire(`${root}examples/quickstart/package.json`)('express')();
    app.use('/auth', sallyport(auth).routes());
    (await importing('single-sign-on', 'export function toProviders')).toProviders(app, auth);
    const server = app.listen(port);
    onTestFinished(() => new Promise((closed) => server.close(closed).closeAllConnections()));
    const ask = (url, headers) => fetch(url, { headers, redirect: 'manual' });
    for (const [path, to] of WAYS) expect(await goesThereAndBack(origin, ask, path)).toBe(to);
    expect(await goesThereAndBack(origin, ask, '/sso/corp?next=/reports', { error: 'access_denied' })).toBe(
      '/sign-in?problem=sign-in-cancelled',
    );
  });

  it('X14 has a route for Next that leads to the page that was asked for, and to no other site', async () => {
    const origin = 'https://app.example';
    const guard = fetchSallyport(await atProvider(origin), { basePath: '/auth' });
    vi.stubGlobal('guard', guard);
    onTestFinished(() => vi.unstubAllGlobals());
    const { GET } = await importing('single-sign-on', 'export async function GET');
    const ask = (url, headers) => {
      const request = new Request(url, { headers });
      const [, provider] = /^\/sso\/(\w+)/.exec(url.pathname) ?? [];
      return provider === undefined ? guard.handle(request) : GET(request, { params: Promise.resolve({ provider }) });
    };
    for (const [path, to] of WAYS) expect(await goesThereAndBack(origin, ask, path)).toBe(to);
  });
});

describe('docs/guide/testing.md', () => {
  it.each([
    ["app.request('/me')", 'asks a Hono app'],
    ['(await ada.live()).roles', 'signs in a person of the app’s own table'],
    ['enroll: false', 'refuses a person without the factor'],
    ["signIn.code('totp', '000000')", 'takes the steps of a sign-in: ten wrong codes, and the code of a help-in'],
    ['phone.get(options', 'signs in by a passkey without a browser'],
  ])('has a test with %s, which %s', async (text) => {
    await importing('testing', text);
  });
});

describe('the README of an example', () => {
  // The fence is `typescript`, because the snippets that are fenced `ts` compile alone, and these files import their neighbours.
  it.each([
    ['hono', 'src/app.ts'],
    ['express-postgres', 'src/app.ts'],
    ['express-postgres', 'src/policy.ts'],
  ])('of %s has %s as the file is', (example, file) => {
    const readme = readFileSync(`${root}examples/${example}/README.md`, 'utf8');
    const [, shown] = readme.split(`[\`${file}\`](${file}):\n\n\`\`\`typescript\n`);
    expect(shown?.split('```')[0]).toBe(readFileSync(`${root}examples/${example}/${file}`, 'utf8'));
  });
});

describe('docs/guide/writing-a-store.md', () => {
  const page = readFileSync(`${root}docs/guide/writing-a-store.md`, 'utf8');
  const membersIn = (file, name) => {
    const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
    return found.members.map((member) => member.name.text);
  };

  it('names every method of the port, and their number', () => {
    const methods = [
      ...membersIn('packages/store/src/port.ts', 'Store'),
      ...membersIn('packages/store/src/reports.ts', 'StoreReports'),
    ];
    expect(methods.filter((method) => !page.includes(`\`${method}\``))).toEqual([]);
    const numbers = [...page.matchAll(/(\d+) methods/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual([methods.length, methods.length]);
  });

  it('has a row for every guard and every write of a plan', () => {
    const plan = readFileSync(`${root}packages/store/src/plan/plan.ts`, 'utf8');
    const verbs = [...plan.matchAll(/readonly (?:guard|write): '([a-z-]+)'|OfKind<'([a-z]+)'/g)].map(
      ([, a, b]) => a ?? b,
    );
    expect(new Set(verbs).size).toBeGreaterThan(12);
    expect([...new Set(verbs)].filter((verb) => !page.includes(`\n| \`${verb}\` |`))).toEqual([]);
  });

  it('names files that exist', () => {
    const files = [...page.matchAll(/`((?:packages|examples|\.config|\.ci)\/[^`*{]+)`/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((file) => !existsSync(root + file))).toEqual([]);
  });
});

describe('docs/guide/writing-a-provider.md', () => {
  /** A service at a free port. `answer` gets the path and the form or the body of a request, and returns the status and the JSON, or a text. */
  async function service(answer) {
    const server = createServer(async (request, response) => {
      const body = (await request.toArray()).join('');
      const [status, sent] = answer(new URL(request.url, 'http://service').pathname, body, request.headers);
      response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
      response.end(typeof sent === 'string' ? sent : JSON.stringify(sent));
    });
    const port = await freePort();
    await new Promise((resolve) => server.listen(port, resolve));
    onTestFinished(() => new Promise((closed) => server.close(closed).closeAllConnections()));
    return `http://localhost:${port}`;
  }

  async function engineWith(options) {
    const auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      passwordHashing: { memoryCost: 64, timeCost: 1 },
      logger: { warn: () => undefined, error: () => undefined },
      ...options,
    });
    onTestFinished(() => auth.close());
    await auth.ready();
    return auth;
  }

  const callback = 'https://app.example/auth/sign-in/sso/hub/callback';

  /** An app beside a service with one user, whose codes begin with `good` and work for everybody who has the verifier. */
  async function withHub() {
    const user = { id: 7, email: 'ada@hub.example', email_verified: true };
    const said = { token: undefined, user, challenge: undefined };
    const site = await service((path, body) => {
      if (path !== '/token') return [200, said.user];
      if (said.token !== undefined) return said.token;
      const form = new URLSearchParams(body);
      const isRight =
        form.get('code').startsWith('good') &&
        createHash('sha256').update(form.get('code_verifier')).digest('base64url') === said.challenge;
      return isRight ? [200, { access_token: 'a token' }] : [400, { error: 'invalid_grant' }];
    });
    const { hub } = await importing('writing-a-provider', 'export function hub');
    const auth = await engineWith({
      providers: [hub({ site, clientId: 'app', clientSecret: 'a secret of the app' })],
      policy: {
        administrators: {},
        requiredStrength: 'single',
        providers: { hub: { mailDomains: ['hub.example'], createAccounts: true } },
      },
    });
    const leave = async () => {
      const fresh = { tenant: 'default', mode: 'cookie' };
      const left = await auth.sso.begin(fresh, 'hub', { callback });
      const { searchParams } = new URL(left.location);
      said.challenge = searchParams.get('code_challenge');
      const caller = { ...fresh, flowToken: left.keep.flow.token };
      const state = searchParams.get('state');
      return (parameters) => auth.sso.finish(caller, 'hub', { callback, parameters: { state, ...parameters } });
    };
    return { auth, said, leave };
  }

  it('P7 signs in a person of an OAuth 2.0 service, who keeps the account after a change of the address', async () => {
    const { auth, said, leave } = await withHub();
    const signsIn = async (code) => (await (await leave())({ code })).result;
    const first = await signsIn('good one');
    expect(first).toMatchObject({ answer: { status: 'complete', session: { strength: 'single' } } });
    expect(await auth.people.find({ identifier: 'ada@hub.example' })).toMatchObject({
      accountId: first.answer.session.accountId,
    });
    said.user = { id: 7, email: 'countess@hub.example', email_verified: true };
    expect(await signsIn('good two')).toMatchObject({
      answer: { session: { accountId: first.answer.session.accountId } },
    });
    expect(await signsIn('good two')).toHaveProperty('refused');
  });

  it('X3 refuses the responses of strangers, and signs in once with a response', async () => {
    const { said, leave } = await withHub();
    const back = await leave();
    for (const parameters of [{}, { code: 'made up' }, { code: 'good', state: 'made up' }, { error: 'server_error' }])
      expect((await back(parameters)).result, JSON.stringify(parameters)).toHaveProperty('refused');
    expect((await (await leave())({ error: 'access_denied' })).result).toEqual({ refused: 'sign-in-cancelled' });
    said.user = { email: 'ada@hub.example', email_verified: true };
    expect((await (await leave())({ code: 'good' })).result).toHaveProperty('refused');
    said.user = { id: 7 };
    const twenty = await leave();
    const answers = await Promise.all(Array.from({ length: 20 }, () => twenty({ code: 'good' })));
    expect(answers.filter(({ result }) => result.answer?.status === 'complete')).toHaveLength(1);
  });

  it.each([
    ['429', [429, {}]],
    ['503', [503, {}]],
    ['a redirect', [302, {}]],
    ['a page of HTML', [200, '<!doctype html>']],
  ])('X17 judges nothing if the service answers %s, and the person comes back later', async (_, token) => {
    const { said, leave } = await withHub();
    const back = await leave();
    said.token = token;
    expect((await back({ code: 'good' })).result).toEqual({ refused: 'provider-unavailable' });
    said.token = undefined;
    expect((await (await leave())({ code: 'good' })).result).toMatchObject({ answer: { status: 'complete' } });
  });

  it('P12 X5 signs in by the password of a user service, counts guesses by person, and gives a guess back if the service is down', async () => {
    const down = { is: false };
    const site = await service((path, body) => {
      if (down.is) return [503, {}];
      const { name, id, password } = JSON.parse(body);
      if (path === '/find') return ['ada', 'countess'].includes(name) ? [200, { id: 'U-1' }] : [404, {}];
      return id === 'U-1' && password === 'the right one' ? [200, { groups: ['employee', 'owner'] }] : [401, {}];
    });
    const { userService } = await importing('writing-a-provider', 'export function userService');
    const auth = await engineWith({
      directory: userService(site, 'a key'),
      policy: { administrators: {}, requiredStrength: 'single', providers: { staff: { createAccounts: true } } },
    });
    const signsIn = (identifier, password) =>
      auth.signIn.begin({ tenant: 'default', mode: 'token' }, { identifier, password });
    const first = await signsIn('ada', 'the right one');
    expect(first).toMatchObject({ answer: { status: 'complete' } });
    const { accountId } = first.answer.session;
    expect(await auth.people.find({ accountId })).toMatchObject({ roles: ['employee'] });
    down.is = true;
    for (let time = 0; time < 12; time++)
      expect(await signsIn('ada', 'a wrong one')).toEqual({ refused: 'provider-unavailable' });
    down.is = false;
    for (let time = 0; time < 10; time++)
      expect(await signsIn(time % 2 === 0 ? 'ada' : 'countess', `wrong ${time}`)).toMatchObject({
        refused: 'invalid-credentials',
      });
    expect(await signsIn('countess', 'the right one')).toMatchObject({ refused: 'locked' });
  });
});

describe('docs/guide/accounts.md and mails.md', () => {
  it('X21 hires a person, who begins with the mailed link', async () => {
    const mails = [];
    const auth = createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      sendMail: (mail) => void mails.push(mail),
      policy: { administrators: {} },
      logger: { warn: () => undefined, error: () => undefined },
    });
    onTestFinished(() => auth.close());
    await auth.ready();
    const { hire } = await importing('accounts', 'export async function hire');
    await hire(auth, { id: '7', mail: 'ada@example.org' });
    await vi.waitFor(() => expect(mails).toMatchObject([{ kind: 'invitation', to: 'ada@example.org' }]));
    expect((await auth.people.list({ state: 'invited' })).accounts).toMatchObject([{ externalId: '7' }]);
  });

  const page = readFileSync(`${root}docs/guide/mails.md`, 'utf8');
  /** The rows of the table with this head, each as its cells. */
  const rowsUnder = (head) => {
    const [, ...lines] = page.slice(page.indexOf(`\n| ${head} |`) + 1).split('\n');
    const end = lines.findIndex((line) => !line.startsWith('|'));
    return lines.slice(1, end).map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  };
  const namesIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

  it('has a row for every kind of mail, with its lifetime and the address on the ready pages', () => {
    const file = 'packages/engine/src/contract/host.ts';
    const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true);
    const mail = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Mail');
    const { type } = mail.members.find((member) => member.name.text === 'kind');
    const kinds = type.types.map(({ literal }) => literal.text);
    const rows = rowsUnder('`kind`');
    expect(rows.flatMap(([kind]) => namesIn(kind)).sort()).toEqual(kinds.sort());
    const words = {
      [10 * 60_000]: '10 minutes',
      [30 * 60_000]: '30 minutes',
      [3_600_000]: 'an hour',
      [604_800_000]: 'seven days',
    };
    const { sentCode, resetLink, invitation, organisationInvitation, signUpLink, emailChangeLink } = LIFETIMES;
    const lives = {
      'email-code': sentCode,
      recovery: resetLink,
      invitation,
      'organisation-invitation': organisationInvitation,
      'sign-up': signUpLink,
      'email-change': emailChangeLink,
    };
    const links = readFileSync(`${root}packages/pages/README.md`, 'utf8');
    for (const [kind, , life, link] of rows) {
      const [name] = namesIn(kind);
      expect(life.split(',')[0], name).toBe(words[lives[name]] ?? '');
      const [ready] = namesIn(link);
      if (ready !== undefined) expect(links).toContain(`| \`${name}\` | \`${ready}\` |`);
    }
  });

  it('has every event that comes as a notice', () => {
    const told = Object.keys(EVENT_TYPES).filter((type) => EVENT_TYPES[type] === 'notice');
    expect(
      rowsUnder('`event.type`')
        .flatMap(([types]) => namesIn(types))
        .sort(),
    ).toEqual(told.sort());
  });
});

const PAGE_BY_HAND = `${root}docs/guide/http/sign-in-page.js`;

describe('docs/guide/http.md', () => {
  it('has the page by hand as a script without types: `npm run vitest -- -u .config/guides` writes the script', async () => {
    // The compiler drops empty lines, and keeps comments.
    const marked = withoutTypes(writtenIn('http', 'function render(').replaceAll(/^$/gm, '//~'));
    const code = marked.replace('"use strict";\n', '').replaceAll(/^ *\/\/~$/gm, '');
    const head =
      '// The script of a sign-in page with <main></main>: docs/guide/http.md explains it, and has it in TypeScript.\n\n';
    const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
    const format = ['format', '--stdin-file-path=docs/guide/http/sign-in-page.js'];
    const script = execFileSync(process.execPath, [biome, ...format], {
      cwd: root,
      input: head + code,
      encoding: 'utf8',
    });
    await expect(script).toMatchFileSnapshot(PAGE_BY_HAND);
  });
});

describe.skipIf(chromiumHere === null)('docs/guide/http.md, in Chromium', async () => {
  const app = await quickstartForThisFile();

  /** The page of the guide at `/by-hand`, at a fresh browser with a virtual authenticator. */
  async function byHand() {
    const { origin } = new URL(app.url);
    const context = await (await chromiumOfThisProcess()).newContext({ baseURL: origin });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true };
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
    const script = readFileSync(PAGE_BY_HAND, 'utf8');
    await page.route('**/sign-in-page.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    await page.route('**/by-hand', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><main></main><script type="module" src="/sign-in-page.js"></script>',
      }),
    );
    await page.goto('/by-hand');
    return {
      origin,
      context,
      page,
      press: (name) => page.getByRole('button', { name }).first().click(),
      type: (name, value) => page.locator(`input[name=${name}]`).first().fill(value),
    };
  }

  it('has a page that signs in, sets up a passkey, and signs in with the passkey alone', async () => {
    const { origin, context, page, press, type } = await byHand();
    const identifier = 'cleo@example.org';
    await type('identifier', identifier);
    await type('password', 'a wrong password');
    await press('Sign in');
    await page.getByText('Invalid credentials').waitFor();
    await type('password', 'correct horse battery staple');
    await press('Sign in');
    await press('Send a code to');
    const { code } = await app.nextMail(identifier, 'code', 0);
    await type('code', code);
    await press('Check the email-code');
    await page.getByText('This needs a passkey or an authenticator app').waitFor();
    await press('Set up a passkey');
    await page.getByText('Keep these codes').waitFor();
    await press('I have kept the codes');
    await page.waitForURL(`${origin}/`);

    await context.clearCookies();
    await page.goto('/by-hand');
    await press('Use a passkey');
    await page.waitForURL(`${origin}/`);
    const session = await page.evaluate(async () => (await (await fetch('/auth/session')).json()).session);
    expect(session).toMatchObject({ strength: 'phishing-resistant' });
  });

  it('P3 has a page that takes the code of an administrator where nothing else is a way in, also after a reload', async () => {
    const { page, press, type } = await byHand();
    const ada = await app.admin();
    const person = app.person('no-mailbox');
    const password = 'correct horse battery staple';
    await ada.creates({ identifier: person.identifier, password, roles: ['contractor'] });
    const begins = async () => {
      await type('identifier', person.identifier);
      await type('password', password);
      await press('Sign in');
      await page.getByText('No way in').waitFor();
    };
    await begins();
    await page.reload();
    await press('Start over');
    await begins();
    await page.reload();
    const { enrollmentCode } = (await ada.does('enrollment-code', person)).body;
    await type('code', enrollmentCode);
    await press('I have a code from an administrator');
    await press('Set up a passkey');
    await page.getByText('Keep these codes').waitFor();
  });

  it('W12 has a page that begins with the identifier alone, for a code and a new password', async () => {
    const { page, press } = await byHand();
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    const { enrollmentCode } = (await ada.does('help-in', person, { lost: ['password'] })).body;
    await page.getByRole('textbox', { name: 'identifier' }).last().fill(person.identifier);
    await press('I have a code from an administrator');
    const form = page.locator('form', { hasText: 'I have a code from an administrator' });
    await form.locator('input[name=code]').fill(enrollmentCode);
    await form.locator('input[name=password]').fill('short');
    await press('I have a code from an administrator');
    await page.getByText(/^Use at least \d+ characters\.$/).waitFor();
    await form.locator('input[name=password]').fill('a new password of more than fifteen');
    await press('I have a code from an administrator');
    await page.getByRole('button', { name: /Set up a passkey|Check the email-code/ }).waitFor();
  });

  it('has a page that goes on to a page of this site, and to no path that a proxy could read otherwise', async () => {
    const { page } = await byHand();
    const localOf = (path) => page.evaluate((asked) => globalThis.localForTest(asked), path);
    const script = `${readFileSync(PAGE_BY_HAND, 'utf8')}\nglobalThis.localForTest = local;`;
    await page.route('**/sign-in-page.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    await page.goto('/by-hand');
    await page.getByRole('button').first().waitFor();
    for (const path of ['/orders', '/orders?page=2', '/b%C3%A4r', '/a%20b'])
      expect(await localOf(path), path).toBe(path);
    const refused = [
      ...['//evil.example', 'https://evil.example/', '/.//evil.example', '/auth/sign-in/sso/evil'],
      ...[
        '/%61uth/sign-in/sso/evil',
        '/a/%2e%2e/auth/sso/evil',
        '/x%2fy',
        '/x%5cy',
        '/x;y',
        '/x%3by',
        '/x%3fy',
        '/x%23y',
      ],
      ...['/x%252fy', '/x%25%32e%25%32e/auth/sso/evil', '/x%2561', '/100%', '/x%y', '/x%2', '/x%%32%65'],
    ];
    for (const path of refused) expect(await localOf(path), path).toBeUndefined();
  });

  it('has a page that shows backup codes which come before another step, and goes on after them', async () => {
    const { page, press } = await byHand();
    const answer = {
      status: 'continue',
      accept: [{ method: 'totp' }],
      because: [],
      backupCodes: ['one-two', 'three-four'],
    };
    await page.route('**/auth/sign-in', (route) => route.fulfill({ json: answer }));
    await page.reload();
    await page.getByText('Keep these codes: one-two three-four').waitFor();
    await press('I have kept the codes');
    await page.getByRole('button', { name: 'Check the totp' }).waitFor();
  });

  it('has a page that mails a link to a new password, and a page behind the link', async () => {
    const { origin, page, press, type } = await byHand();
    const { identifier } = await app.newcomer();
    const form = page.locator('form', { hasText: 'I forgot the password' });
    await form.locator('input[name=identifier]').fill(identifier);
    await press('I forgot the password');
    await page.getByText('a link is on its way').waitFor();
    const { token } = await app.nextMail(identifier, 'token', 0);

    const script = `${snippetOf('http', 'export async function useLink(path')}; Object.assign(globalThis, { useLink });`;
    await page.route('**/from-mail?**', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><script type="module">${script}</script>` }),
    );
    await page.goto(`/from-mail?kind=recovery&token=${token}`);
    await page.waitForURL(`${origin}/from-mail`);
    const sends = (next) => page.evaluate((typed) => globalThis.useLink('/recover/confirm', { next: typed }), next);
    expect(await sends('short')).toMatchObject({ code: 'malformed-input', errors: [{ path: 'next' }] });
    const password = 'a new password of more than fifteen';
    expect(await sends(password)).toEqual({ status: 'recovered' });
    await page.goto('/by-hand');
    await type('identifier', identifier);
    await type('password', password);
    await press('Sign in');
    await page.getByText('Sign in with a passkey, or with your password and a second step.').waitFor();
  });
});
