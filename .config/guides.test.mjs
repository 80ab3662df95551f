import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createSallyport } from '@sallyport/engine';
import { chromiumHere, chromiumOfThisProcess } from '@sallyport/example-quickstart/test/chromium';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { memoryStore } from '@sallyport/storage-memory';
import { freePort } from '@sallyport/test-support/free-port';
import ts from 'typescript';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The only snippet of a guide with this text, as JavaScript. */
function snippetOf(guide, text) {
  const page = readFileSync(`${root}docs/guide/${guide}.md`, 'utf8');
  const snippets = [...page.matchAll(/^```ts\n(.*?)^```/gms)]
    .map(([, code]) => code)
    .filter((code) => code.includes(text));
  expect(snippets).toHaveLength(1);
  const { target, module } = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(snippets[0], { compilerOptions: { target, module } }).outputText;
}

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
    for (let one = 0; one < 51; one++) await auth.people.create({ identifier: `person-${one}`, by: 'seed' });
    const last = await auth.people.create({ identifier: 'zoe', password: 'correct horse battery staple', by: 'seed' });
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

describe.skipIf(chromiumHere === null)('docs/guide/http.md, in Chromium', async () => {
  const app = await quickstartForThisFile();

  it('has a page that signs in, sets up a passkey, and signs in with the passkey alone', async () => {
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
    const script = snippetOf('http', 'function render(');
    await page.route('**/by-hand', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><main></main><script type="module">${script}</script>`,
      }),
    );
    const identifier = 'ada@example.org';
    await page.goto('/by-hand');
    const press = (name) => page.getByRole('button', { name }).first().click();
    const type = (name, value) => page.locator(`input[name=${name}]`).last().fill(value);

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
    await press('Set up a passkey');
    await page.getByText('Keep these codes').waitFor();

    await context.clearCookies();
    await page.goto('/by-hand');
    await press('Use a passkey');
    await page.waitForURL(`${origin}/`);
    const session = await page.evaluate(async () => (await (await fetch('/auth/session')).json()).session);
    expect(session).toMatchObject({ strength: 'phishing-resistant' });
  });
});
