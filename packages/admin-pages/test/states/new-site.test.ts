import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a new site with one person and without an event, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('the overview and the risks say that there is nothing yet', async () => {
    const seat = await desk.sitDown();
    await seat.takesOver((await app.admin()).person);
    const { page } = seat;
    const [none, nobody] = [
      { succeeded: 0, failed: 0, failedLogged: 0, locked: 0 },
      { mustEnroll: 0, noWayIn: 0, blocked: 0 },
    ];
    await page.route('**/auth/admin/overview', async (route) => {
      const response = await route.fetch();
      const real = await response.json();
      const days = real.days.map(({ day }: { day: string }) => ({ day, ...none }));
      const one = { accounts: 1, meets: 1, ...nobody, byStrongestFactor: [{ factor: 'passkey', count: 1 }] };
      await route.fulfill({ response, json: { ...real, ...one, days, attention: [], changes: [] } });
    });
    await page.route('**/auth/admin/risks', (route) => route.fulfill({ json: { risks: [] } }));
    await page.goto('/admin');
    await page.getByRole('img', { name: 'Of 1 person, 100% meet the policy.' }).waitFor();
    expect(await page.getByTestId('days').locator('figcaption').allTextContents()).toEqual([
      'Succeedednone',
      'Failednone',
    ]);
    expect(await page.getByTestId('attention').textContent()).toContain('Nothing needs you now.');
    expect(await page.getByTestId('no-way-in-too').count()).toBe(0);
    await page.goto('/admin/risks');
    await page.locator('#lead').filter({ hasText: 'No findings, checked at' }).waitFor();
  });
});
