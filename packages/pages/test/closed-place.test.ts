import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

let isClosed = false;
const app = await quickstartForThisFile({
  policy: { contexts: { closed: { refuse: true } } },
  contextOf: () => (isClosed ? ['closed'] : []),
});

describe.skipIf(chromiumHere === null)('a place that a policy closes, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('N17 shows the account, says why nothing can be changed there, and signs out', async () => {
    const seat = await desk.sitDown();
    await newcomerAt(seat, app);
    const { page } = seat;
    isClosed = true;
    await page.goto('/account');
    await seat.isOnAccountPage();
    const closed = await page.getByTestId('closed-set-ups').textContent();
    expect(closed).toContain('from here');
    expect(closed).not.toContain('administrator');
    // Any other page says so too, and leads to the account.
    await page.goto('/vault');
    const refused = page.getByTestId('error').filter({ hasText: 'from here' });
    await refused.waitFor();
    expect(await refused.textContent()).not.toContain('administrator');
    await page.locator('a.button[href="/account"]').click();
    await seat.isOnAccountPage();
    await page.getByTestId('sign-out').click();
    await page.waitForURL('**/sign-in*');
    expect(await seat.statusOf('/auth/session')).toBe(401);
  });
});
