import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** The numbers of the server's answers, one after the other. The last answer stays. */
const COUNTED = [
  { meets: 9358, mustEnroll: 646, pending: 8004 },
  { meets: 5000, mustEnroll: 5004, pending: 300 },
  { meets: 1354, mustEnroll: 8650 },
];

describe.skipIf(chromiumHere === null)('while the server counts people anew, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function at(path: string, asked: string, answer: (real: object, turn: number) => object) {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await seat.clock.install({ time: app.clock.now });
    let turn = 0;
    await page.route(asked, async (route: Route) => {
      const response = await route.fetch();
      const now = Math.min(turn, COUNTED.length - 1);
      turn += 1;
      await route.fulfill({ response, json: answer(await response.json(), now) });
    });
    await page.goto(path);
    return { page, turns: () => turn };
  }

  const counting = (page: Page) => page.getByTestId('counting');
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  const isSeen = (page: Page, state: 'visible' | 'hidden') =>
    page.evaluate((to) => {
      Object.defineProperty(document, 'visibilityState', { value: to, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  it('N5 the overview says that its numbers are not complete, and shows the new numbers where the old ones were', async () => {
    const { page, turns } = await at('/admin', '**/auth/admin/overview', (real, turn) => ({
      ...real,
      ...{ accounts: 10_004, noWayIn: 0, pending: undefined },
      ...COUNTED[turn],
      byRole: Array.from({ length: 10 }, (_, role) => ({
        ...{ role: `role-${role}`, noWayIn: 0 },
        ...{ meets: COUNTED[turn]?.meets, mustEnroll: COUNTED[turn]?.mustEnroll },
      })),
    }));
    const must = page.getByTestId('group-mustEnroll');
    await counting(page).waitFor();
    expect(await counting(page).textContent()).toMatch(/^8,004 people are not counted under the policy in force yet\./);
    expect(await must.textContent()).toBe('Must set up646');
    await page.getByTestId('strongest-as-table').click();
    await page.getByTestId('all-roles').click();
    await must.focus();
    const place = await page.evaluate(() => {
      scrollTo(0, 120);
      return scrollY;
    });
    await isSeen(page, 'hidden');
    await page.clock.fastForward(20_000);
    expect(turns()).toBe(1);
    await isSeen(page, 'visible');
    await expect.poll(() => must.textContent()).toBe('Must set up5,004');
    expect(await counting(page).textContent()).toMatch(/^300 people/);
    expect(await focused(page)).toBe('group-mustEnroll');
    expect(await page.evaluate(() => scrollY)).toBe(place);
    expect(await page.getByTestId('strongest').locator('.numbers-table').isVisible()).toBe(true);
    expect(await page.locator('tr[data-role]').count()).toBe(10);
    await page.clock.fastForward(5000);
    await expect.poll(() => counting(page).getByRole('status').textContent()).toContain('Everybody is counted now');
    expect(await must.textContent()).toBe('Must set up8,650');
    expect(await page.locator('tr[data-role="role-9"]').textContent()).toContain('8,650');
    await page.clock.fastForward(60_000);
    expect(turns()).toBe(3);
  });

  it('N5 the page of people says so too, and offers the list again if the list has changed', async () => {
    const { page, turns } = await at('/admin/people', '**/auth/admin/accounts*', (real, turn) => ({
      ...real,
      ...(turn === 2 && { accounts: [] }),
      counts: {
        all: 10_004,
        noWayIn: 0,
        locked: 0,
        blocked: 0,
        invited: 0,
        invitationOpen: 0,
        invitationOver: 0,
        ...COUNTED[turn],
      },
      pending: COUNTED[turn]?.pending,
    }));
    const must = page.getByTestId('state-mustEnroll');
    await counting(page).waitFor();
    expect(await counting(page).textContent()).toMatch(/^8,004 people are not counted/);
    expect(await must.textContent()).toBe('Must set up 646');
    await must.focus();
    await page.clock.fastForward(5000);
    await expect.poll(() => must.textContent()).toBe('Must set up 5,004');
    await page.clock.fastForward(5000);
    await expect.poll(() => must.textContent()).toBe('Must set up 8,650');
    expect(await focused(page)).toBe('state-mustEnroll');
    expect(await page.getByTestId('account-row').count()).toBeGreaterThan(0);
    await page.getByTestId('load-again').click();
    await page.getByTestId('nobody').waitFor();
    expect(await counting(page).isVisible()).toBe(false);
    await page.clock.fastForward(60_000);
    expect(turns()).toBe(4);
  });

  it('N5 the risks say so too, and show the new numbers', async () => {
    const risk = (count: number) => ({
      ...{ code: 'no-backup-codes', severity: 'warning', message: '', accounts: [] },
      count,
    });
    const { page, turns } = await at('/admin/risks', '**/auth/admin/risks', (_, turn) => ({
      risks: [risk([5, 40, 800][turn] ?? 0)],
      pending: COUNTED[turn]?.pending,
    }));
    const codes = page.getByTestId('risk-no-backup-codes').getByRole('heading');
    await counting(page).waitFor();
    expect(await counting(page).textContent()).toMatch(/^8,004 people are not counted/);
    expect(await codes.textContent()).toContain('5 ');
    await page.clock.fastForward(5000);
    await expect.poll(() => codes.textContent()).toContain('40 ');
    await page.clock.fastForward(5000);
    await expect.poll(() => codes.textContent()).toContain('800 ');
    expect(await counting(page).getByRole('status').textContent()).toContain('Everybody is counted now');
    await page.clock.fastForward(60_000);
    expect(turns()).toBe(3);
  });
});
