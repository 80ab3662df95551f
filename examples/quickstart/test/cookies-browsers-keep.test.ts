import { createServer as plainServer, type RequestListener } from 'node:http';
import { createServer as secureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { pages } from '@sallyport/pages';
import { createAuthority } from '@sallyport/test-support/certificates';
import express from 'express';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumHere, chromiumOfThisProcess } from './support/chromium.ts';
import { type SharedStore, sharedStore } from './support/embedded.ts';
import { PASSWORD, STORE } from './support/quickstart.ts';

const ADA = 'ada@example.org';
/** Browsers resolve each name below `localhost` by themselves. Chromium takes `localhost` for a public suffix. */
const PARENT = 'example.localhost';
const APP = `app.${PARENT}`;

let tls: { readonly cert: string; readonly key: string };
beforeAll(async () => {
  const { certificate, key } = await (await createAuthority()).issue([PARENT, APP, `shop.${PARENT}`]);
  tls = { cert: certificate, key };
});

/** An address that stays, while the app behind it changes. */
interface Site {
  readonly origin: string;
  serve(app: RequestListener): void;
}

async function site(host: string): Promise<Site> {
  let serves: RequestListener = (_request, response) => response.end();
  const passes: RequestListener = (request, response) => serves(request, response);
  const secure = host !== 'localhost';
  const server = secure ? secureServer(tls, passes) : plainServer(passes);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  return {
    origin: `${secure ? 'https' : 'http'}://${host}:${(server.address() as AddressInfo).port}`,
    serve: (app) => {
      serves = app;
    },
  };
}

/** The app with the ready pages, at a site. Ada has an account with a password. */
async function appAt(
  { origin }: Site,
  shared: SharedStore,
  cookieDomain?: string,
  options: Partial<SallyportOptions<string>> = {},
): Promise<RequestListener> {
  const auth = await shared.start({
    ...{ origin, clock: undefined },
    policy: { administrators: {}, requiredStrength: 'single', enrollment: { firstFactor: 'password' } },
    ...options,
  });
  const made = await auth.people.create({ identifier: ADA, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made) && made.refused !== 'already-exists') throw new Error(made.refused);
  const app = express();
  app.use('/auth', sallyport(auth, cookieDomain === undefined ? {} : { cookieDomain }).routes());
  app.use(pages().middleware);
  return app;
}

async function browser(): Promise<Page> {
  const context = await (await chromiumOfThisProcess()).newContext({ ignoreHTTPSErrors: true });
  onTestFinished(() => context.close());
  return context.newPage();
}

/** Opens the account page, signs in if the page asks, and waits until the account is shown. */
async function signsIn(page: Page, { origin }: Site): Promise<void> {
  await page.goto(`${origin}/account`);
  await page.waitForURL((url) => url.pathname === '/sign-in');
  await page.getByTestId('identifier').fill(ADA);
  await page.getByTestId('password').fill(PASSWORD);
  await page.getByTestId('submit').click();
  await isSignedIn(page, { origin });
}

async function isSignedIn(page: Page, { origin }: Pick<Site, 'origin'>): Promise<void> {
  await page.waitForURL(`${origin}/account`);
  await page.getByTestId('overview').waitFor();
  expect(await statusAt(page, 'GET')).toBe(200);
}

/** Asks for the session, or ends the session, as a page of the app does. */
function statusAt(page: Page, method: 'GET' | 'DELETE'): Promise<number> {
  return page.evaluate(async (verb) => (await fetch('/auth/session', { method: verb })).status, method);
}

/** Begins a second sign-in beside the session, and leaves the sign-in open. */
function beginsAnother(page: Page): Promise<number> {
  const begun = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"identifier":"ada"}' };
  return page.evaluate(async (init) => (await fetch('/auth/sign-in', init)).status, begun);
}

async function signsOut(page: Page, { origin }: Site): Promise<void> {
  await page.goto(`${origin}/account`);
  await page.getByTestId('overview').waitFor();
  expect(await statusAt(page, 'DELETE')).toBe(200);
  expect(await statusAt(page, 'GET')).toBe(401);
}

describe.skipIf(chromiumHere === null)('X26 cookies as Chromium keeps them', () => {
  it.each([
    ['a narrower domain', PARENT, APP],
    ['a wider domain', APP, PARENT],
    ['the host alone', PARENT, undefined],
    ['a domain', undefined, PARENT],
  ])('`cookieDomain` is changed to %s: people sign in again, and out, as often as they like', async (_, from, to) => {
    const [at, shared, page] = [await site(APP), await sharedStore(STORE), await browser()];
    const [before, after] = [await appAt(at, shared, from), await appAt(at, shared, to)];
    at.serve(before);
    await signsIn(page, at);
    expect(await beginsAnother(page)).toBe(200);
    at.serve(after);
    for (let times = 0; times < 2; times++) {
      await signsIn(page, at);
      await signsOut(page, at);
    }
    // A process of the former version still answers.
    at.serve(before);
    expect(await statusAt(page, 'GET')).toBe(401);
    expect(await page.evaluate(async () => (await fetch('/auth/sign-in')).status)).toBe(410);
  });

  it.each([
    ['at one host above the other', PARENT, APP],
    ['that share nothing but the parent domain', `shop.${PARENT}`, APP],
  ])('two apps %s, each with cookies of its own domain, never sign each other out', async (_, one, other) => {
    const [first, second, page] = [await site(one), await site(other), await browser()];
    first.serve(await appAt(first, await sharedStore(STORE), one));
    second.serve(await appAt(second, await sharedStore(STORE), other));
    await signsIn(page, first);
    await signsIn(page, second);
    await page.goto(`${first.origin}/account`);
    await isSignedIn(page, first);
    await signsOut(page, second);
    await page.goto(`${first.origin}/account`);
    await isSignedIn(page, first);
    await signsOut(page, first);
  });

  it.each([
    ['on two ports of localhost', 'localhost', 'localhost', undefined],
    ['with one `cookieDomain`', `shop.${PARENT}`, APP, PARENT],
  ])(
    'two apps %s share their cookies: the last sign-in counts, and nobody is caught',
    async (_, one, other, domain) => {
      const [first, second, page] = [await site(one), await site(other), await browser()];
      first.serve(await appAt(first, await sharedStore(STORE), domain));
      second.serve(await appAt(second, await sharedStore(STORE), domain));
      for (const here of [first, second, first]) await signsIn(page, here);
      await signsOut(page, first);
      await signsIn(page, second);
      await signsOut(page, second);
    },
  );

  it("a browser with yesterday's cookies signs in to an app with a new secret and an empty store", async () => {
    const [at, page] = [await site(APP), await browser()];
    at.serve(await appAt(at, await sharedStore(STORE)));
    await signsIn(page, at);
    expect(await beginsAnother(page)).toBe(200);
    const kept = (await page.context().cookies()).map(({ name }) => name).sort();
    expect(kept).toEqual(['__Host-sallyport-device', '__Host-sallyport-flow', '__Host-sallyport-session']);
    at.serve(
      await appAt(at, await sharedStore(STORE), undefined, { secrets: ['another secret, as long as the first'] }),
    );
    await signsIn(page, at);
    await signsOut(page, at);
  });
});
