import { chromiumFlags, findChromium, realPart } from '@sallyport/test-support/real-parts';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { type Browser, chromium } from 'playwright-core';
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
  it('signs a person up and in: pages, route handlers and components share one Sallyport', async () => {
    const ask = client();
    const email = 'ada@example.org';
    expect((await ask('POST /auth/sign-up', {})).status).toBe(400);
    const account = await signUp(email);
    expect(await ask('GET /')).toMatchObject({ status: 307, to: '/sign-in?to=%2F' });
    expect((await ask('GET /sign-in?to=/')).body).toContain('<h1>Sign in</h1>');

    await ask('POST /auth/sign-in', { identifier: email, password: PASSWORD });
    await ask('POST /auth/sign-in/email-code/send', {});
    const done = await ask('POST /auth/sign-in/email-code', { code: await app.codeFor(email) });
    expect(done.body).toMatchObject({ status: 'complete' });
    expect((await ask('GET /')).body).toContain(account);
  });

  it('asks for more where a page or a route wants it, and lets a person in who brings it', async () => {
    const ask = client();
    const email = 'ben@example.org';
    await signUp(email);
    await ask('POST /auth/sign-in', { identifier: email, password: PASSWORD });
    await ask('POST /auth/sign-in/email-code/send', {});
    await ask('POST /auth/sign-in/email-code', { code: await app.codeFor(email) });
    expect(await ask('GET /vault')).toMatchObject({ status: 307, to: '/sign-in?to=%2Fvault&strength=enhanced' });
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

  it('lead a person from the door to the vault', async () => {
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
    const email = 'cleo@example.org';
    await signUp(email);

    await page.goto('/vault');
    await page.getByPlaceholder('Email').fill(email);
    await page.getByPlaceholder('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('p[role=alert]').waitFor();
    await page.getByPlaceholder('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Mail me a code' }).click();
    await page.getByPlaceholder('Code').fill(await app.codeFor(email));
    await page.getByRole('button', { name: 'Go on' }).click();

    // The vault requires more than a mailed code.
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'The vault is open' }).waitFor();
    await page.close();
  });
});
