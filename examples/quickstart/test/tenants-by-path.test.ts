import type { AddressInfo } from 'node:net';
import { adminPages } from '@sallyport/admin-pages';
import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import { pages } from '@sallyport/pages';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultsOf } from './support/accessibility.ts';
import { chromiumForThisFile, chromiumHere, type Seat } from './support/browser.ts';
import { sharedStore } from './support/embedded.ts';
import { setsUpApp } from './support/organised.ts';
import { PASSWORD, STORE } from './support/quickstart.ts';

const TENANTS = /^\/(?:north|south)(?=\/)/;

/** Two tenants by path, each with Ada as its administrator, and the ready pages below the tenant. */
async function byPath(options: Pick<SallyportOptions, 'policyFloor'> = {}) {
  const shared = await sharedStore(STORE);
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const auth = await shared.start({
    ...options,
    origin: url,
    policy: {
      requiredStrength: 'single',
      recentProof: '10m',
      lockout: { maxFailures: 5 },
      enrollment: { firstFactor: 'password' },
      administrators: { policy: ['admin'], people: ['admin'] },
      roles: { admin: { requiredStrength: 'single' } },
    },
    tenant: ({ path }: { readonly path: string }) => path.split('/')[1] ?? '',
    tenants: { north: { sendMail: () => {} }, south: { sendMail: () => {} } },
  });
  for (const tenant of ['north', 'south']) {
    const name = { tenant, identifier: `ada@${tenant}.example`, password: PASSWORD, roles: ['admin'] };
    const made = await auth.people.create({ ...name, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
  }
  const guard = sallyport(auth, {
    pages: (tenant) => ({
      signIn: `/${tenant}/sign-in`,
      signedIn: `/${tenant}/account`,
      account: `/${tenant}/account`,
    }),
  });
  const asked: string[] = [];
  app.use((req, _, next) => {
    asked.push(req.path);
    next();
  });
  app.use('/:tenant/auth', guard.routes());
  app.get(
    '/:tenant/orders',
    guard.require({ signInPage: (req) => `/${req.params['tenant']}/sign-in` }),
    (req, res) => void res.send(`<!doctype html><p id="orders">Orders of ${req.sallyport?.tenant}</p>`),
  );
  // The desk looks for built scripts at the root.
  app.get('/assets/sign-in.js', (_, res) => void res.type('js').send(''));
  const site = {
    at: (path: string) => TENANTS.exec(path)?.[0],
    links: [{ href: '{at}/account', label: { en: 'Account', de: 'Konto' } }],
  };
  app.use(pages(site).middleware);
  app.use(adminPages(site).middleware);
  return { url, asked, shared };
}

async function signsIn(seat: Seat, tenant: string): Promise<void> {
  await seat.types(`ada@${tenant}.example`);
}

describe.skipIf(chromiumHere === null)('X39 tenants by path with the ready pages, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('each tenant has its own pages, and nothing asks the root', async () => {
    const app = await byPath();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    app.asked.length = 0;
    await page.goto('/north/sign-in');
    await signsIn(seat, 'north');
    await page.waitForURL('**/north/account');
    await page.getByTestId('session-row').first().waitFor();
    expect(await page.locator('header nav a').getAttribute('aria-current')).toBe('page');
    await page.goto('/north/admin');
    await setsUpApp(seat, app.shared);
    await page.locator('.side nav a[href="/north/admin/people"]').click();
    await page.waitForURL('**/north/admin/people');
    await page.getByText('ada@north.example').first().waitFor();
    expect(await page.getByText('south').count()).toBe(0);
    await page.goto('/north/admin/policy');
    await page.getByTestId('tab-json').click();
    await page.waitForURL('**/north/admin/policy?tab=json');
    expect(app.asked.filter((path) => !TENANTS.test(path) && path !== '/favicon.ico')).toEqual([]);
  });

  it('a guarded page of the host leads to the sign-in of its tenant and back, and never into another tenant', async () => {
    const app = await byPath();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    await page.goto('/south/orders');
    await page.waitForURL('**/south/sign-in?next=%2Fsouth%2Forders');
    await signsIn(seat, 'south');
    await page.locator('#orders').waitFor();
    expect(await page.locator('#orders').textContent()).toBe('Orders of south');

    await page.goto('/north/sign-in?next=/south/orders');
    await signsIn(seat, 'north');
    await page.waitForURL('**/north/account');
    await page.goto('/south/account');
    await page.waitForURL('**/south/sign-in?next=%2Fsouth%2Faccount*');
  });

  it('the policy page tells what the app asks under every policy, if there is a floor', async () => {
    for (const policyFloor of [true, false]) {
      const app = await byPath({ policyFloor });
      const seat = await chromium.at(app).sitDown();
      const { page } = seat;
      await page.goto('/north/sign-in?next=/north/admin/policy');
      await signsIn(seat, 'north');
      await setsUpApp(seat, app.shared);
      await page.getByTestId('card-sessions').waitFor();
      expect(await page.locator('#lead').textContent()).toBe('The policy of the app: nobody has saved one here yet');
      const floor = page.getByTestId('floor');
      expect(await floor.count()).toBe(policyFloor ? 1 : 0);
      if (!policyFloor) continue;
      await floor.locator('summary').click();
      const said = await floor.locator('dl').textContent();
      expect(said).toMatch(/10 minutes/);
      expect(said).toMatch(/5/);
      expect(said).not.toMatch(/[Aa]dministrat/);
      expect(await faultsOf(page)).toEqual([]);
    }
  });

  it('a sign-out ends on the sign-in page of the tenant', async () => {
    const app = await byPath();
    const seat = await chromium.at(app).sitDown();
    await seat.page.goto('/north/sign-in');
    await signsIn(seat, 'north');
    await seat.page.getByTestId('sign-out').click();
    await seat.page.waitForURL('**/north/sign-in**');
  });
});
