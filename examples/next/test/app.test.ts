import { chromiumFlags, findChromium, realPart } from '@sallyport/test-support/real-parts';
import { totpApp, virtualClock } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAndServe, type Served } from './next.ts';

const PASSWORD = 'correct horse battery staple';
/** Milliseconds. A build takes seconds, or minutes on a busy machine. */
const PATIENCE = 600_000;

let app: Served;
beforeAll(async () => {
  app = await buildAndServe();
}, PATIENCE);
afterAll(() => app?.stop());

/** A client: keeps cookies and sends the `Origin` of its page. */
function client() {
  const cookies = new Map<string, string>();
  return async (line: string, json?: object) => {
    const [method = '', path = ''] = line.split(' ');
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(app.origin + path, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(method === 'GET' ? {} : { origin: app.origin, 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const to = response.headers.get('location');
    const text = await response.text();
    return { status: response.status, to, body: isJson ? JSON.parse(text) : text };
  };
}

/** Makes an account by the mailed link. Returns the id of the account. */
async function signUp(email: string): Promise<string> {
  const ask = client();
  expect((await ask('POST /auth/sign-up', { email })).status).toBe(202);
  const { status, body } = await ask('POST /auth/sign-up/confirm', {
    token: await app.tokenFor(email),
    password: PASSWORD,
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { status: 'complete' } });
  return body.session.accountId;
}

describe('X26 a Next.js app, built and served', () => {
  it('is built without a warning of the Edge Runtime', () => {
    expect(app.built).toContain('Compiled');
    expect(app.built).not.toMatch(/warning|Edge Runtime/i);
  });

  it('ends the process with the reason if the app cannot start', async () => {
    const { code, output } = await app.startWithoutSecret();
    expect(output).toMatch(/the app cannot start .*#weak-secret/s);
    expect(code).toBe(1);
  });

  it('signs a person up and in: pages, route handlers and components share one Sallyport', async () => {
    const ask = client();
    const email = 'ada@example.org';
    expect((await ask('POST /auth/sign-up', {})).status).toBe(400);
    const account = await signUp(email);
    expect(await ask('GET /')).toMatchObject({ status: 307, to: '/sign-in?next=%2F' });
    expect((await ask('GET /sign-in?next=/')).body).toContain('<h1>Sign in</h1>');

    await ask('POST /auth/sign-in', { identifier: email, password: PASSWORD });
    await ask('POST /auth/sign-in/email-code/send', {});
    const done = await ask('POST /auth/sign-in/email-code', { code: await app.codeFor(email) });
    expect(done.body).toMatchObject({ status: 'complete' });
    expect((await ask('GET /')).body).toContain(account);
  });

  it('forbids frames around its pages', async () => {
    const { headers } = await fetch(`${app.origin}/sign-in`);
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
  });

  it('answers the health check by the store of this moment, and not by the store of the build', async () => {
    const response = await fetch(`${app.origin}/healthz`);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers.get('cache-control')).toBeNull();
    expect(app.built).toMatch(/ƒ \/healthz\n/);
  });

  it('asks for more where a page or a route wants it, and lets a person in who brings it', async () => {
    const ask = client();
    const email = 'ben@example.org';
    await signUp(email);
    await ask('POST /auth/sign-in', { identifier: email, password: PASSWORD });
    await ask('POST /auth/sign-in/email-code/send', {});
    await ask('POST /auth/sign-in/email-code', { code: await app.codeFor(email) });
    // The session is good enough for the proxy. The component demands more when Next has sent its shell, so Next redirects by the document.
    const weak = await ask('GET /vault');
    expect(weak).toMatchObject({ status: 200, to: null });
    expect(weak.body).toMatch(
      /<meta [^>]*http-equiv="refresh" content="1;url=\/sign-in\?next=%2Fvault&amp;strength=enhanced"/,
    );
    expect(weak.body).not.toContain('The vault is open');
    expect(await ask('POST /payout')).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });

    await ask('POST /auth/step-up', { strength: 'enhanced' });
    const options = (await ask('POST /auth/enroll/passkey/options', {})).body;
    const response = await createAuthenticator().create(options, { origin: app.origin });
    expect((await ask('POST /auth/enroll/passkey', { response })).body).toMatchObject({ status: 'complete' });
    expect((await ask('GET /vault')).body).toContain('The vault is open');
    expect(await ask('POST /payout')).toMatchObject({ status: 200, body: { paid: true } });
  });
});

const chromiumHere = realPart('Chromium', findChromium);

describe.skipIf(chromiumHere === null)('X26 its pages, in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumHere?.path ?? '', args: [...chromiumFlags] });
  });
  afterAll(() => browser?.close());

  /** A page with a virtual authenticator. */
  async function pageWithAuthenticator(): Promise<Page> {
    const page = await browser.newPage({ baseURL: app.origin });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const authenticator = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...authenticator, isUserVerified: true } });
    return page;
  }

  const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();

  async function signsIn(page: Page, email: string): Promise<void> {
    await page.getByPlaceholder('Email').first().fill(email);
    await page.getByPlaceholder('Password').first().fill(PASSWORD);
    await press(page, 'Sign in');
    await press(page, /^Send a code to/);
    await page.getByPlaceholder('Code', { exact: true }).fill(await app.codeFor(email));
    await press(page, 'Go on');
  }

  it('lead a person from the door to the vault', async () => {
    const page = await pageWithAuthenticator();
    const email = 'cleo@example.org';
    await signUp(email);

    await page.goto('/vault');
    await page.getByPlaceholder('Email').first().fill(email);
    await page.getByPlaceholder('Password').first().fill('wrong');
    await press(page, 'Sign in');
    await page.getByText('This is not right').waitFor();
    await signsIn(page, email);

    // The vault requires more than a mailed code.
    await press(page, 'Make a passkey');
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'The vault is open' }).waitFor();
    await page.close();
  });

  it('X8 ask for the password again, set up an app, and lead to a path with a query', async () => {
    const page = await browser.newPage({ baseURL: app.origin });
    const email = 'dora@example.org';
    await signUp(email);
    await page.goto('/sign-in?next=/reports/42%3Fpage%3D2');
    await signsIn(page, email);
    await page.waitForURL('**/reports/42?page=2');

    // Eight seconds after the sign-in, every proof is too old: the page asks for the password, then for a code. If the code of the sign-in is
    // younger than eight seconds at that moment, the password is enough, and the page is asked again.
    const password = page.getByPlaceholder('Password', { exact: true });
    const next = page.getByRole('button', { name: /^Send a code to/ });
    await expect
      .poll(async () => {
        await page.goto('/sign-in?next=/reports/42&strength=baseline&within=8s');
        await password
          .or(next)
          .or(page.getByRole('heading', { name: '404' }))
          .waitFor();
        if (!(await password.isVisible())) return next.isVisible();
        await password.fill(PASSWORD);
        await press(page, 'Check the password');
        return next.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      })
      .toBe(true);

    await page.goto('/vault');
    await press(page, 'Set up an authenticator app');
    const secret = (await page.locator('code').textContent()) ?? '';
    await page
      .getByPlaceholder('Code of your app')
      .fill((await totpApp(secret).code(virtualClock(Date.now()).now())) ?? '');
    await press(page, 'Check the code of the app');
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'The vault is open' }).waitFor();
    await page.close();
  });

  it('X13 lead from a mailed link to the next proof, and say what is wrong with a short password', async () => {
    const page = await browser.newPage({ baseURL: app.origin });
    const email = 'emil@example.org';
    expect((await client()('POST /auth/sign-up', { email })).status).toBe(202);
    await page.goto(`/from-mail?kind=sign-up&token=${await app.tokenFor(email)}`);
    await page.getByPlaceholder('New password').fill('short');
    await press(page, 'Go on');
    await page.getByText('Use at least').waitFor();
    expect(page.url()).not.toContain('token');
    await page.getByPlaceholder('New password').fill(PASSWORD);
    await press(page, 'Go on');
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();

    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByText('I forgot my password').click();
    await page.getByPlaceholder('Email').last().fill(email);
    await press(page, 'Mail me a link');
    await page.getByText('a link is on its way').waitFor();
    await page.close();
  });

  it.each(['503', 'no network'])(
    'offer to try again after %s, and nothing that needs an open sign-in',
    async (fault) => {
      const page = await browser.newPage({ baseURL: app.origin });
      const problem = {
        type: 'urn:sallyport:problem:store-unavailable',
        title: 'Store unavailable',
        code: 'store-unavailable',
      };
      const failing = (route: Route): Promise<void> =>
        fault === '503'
          ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) })
          : route.abort();
      for (const query of ['', '?strength=enhanced']) {
        await page.route('**/auth/**', failing);
        await page.goto(`/sign-in${query}`);
        const again = page.getByRole('button', { name: 'Try again' });
        await again.click();
        await again.waitFor();
        expect(await page.getByRole('alert').filter({ hasText: /\w/ }).count()).toBe(1);
        expect(await page.getByText('I have a code from an administrator').count()).toBe(0);
        await page.unroute('**/auth/**', failing);
        await again.click();
        // Nobody is signed in, so a step-up becomes a sign-in.
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
        expect(await again.count()).toBe(0);
      }
      await page.close();
    },
  );

  it('P3 begin with an identifier alone, and always take the code of an administrator', async () => {
    const page = await browser.newPage({ baseURL: app.origin });
    await page.goto('/sign-in');
    await page.getByText('I have a code from an administrator').click();
    await page.getByPlaceholder('Email').nth(1).fill('nobody@example.org');
    await press(page, 'Begin with the code');
    await page.getByText('I have a code from an administrator').click();
    await page.getByPlaceholder('Code from an administrator').fill('abcd-efgh');
    await press(page, 'Use this code');
    await page.getByText('This is not right').waitFor();
    await press(page, 'Start over');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.close();
  });
});
