import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { isOutOfSight } from '@sallyport/example-quickstart/test/shared-computer';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an export whose answer comes after the sign-out in another tab', () => {
  const desk = chromiumForThisFile().at(app);

  it('X44 is not handed to the next person', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    await newcomerAt(seat, app);
    let arrives = (): void => {};
    const isLate = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    let made = (): void => {};
    const isMade = new Promise<void>((resolve) => {
      made = resolve;
    });
    await page.route('**/auth/account/export', async (route) => {
      const response = await route.fetch();
      expect(response.status()).toBe(200);
      made();
      await isLate;
      await route.fulfill({ response });
    });
    await page.goto('/account');
    await page.getByTestId('export').click();
    await isMade;
    const beside = await seat.secondTab();
    await beside.page.goto('/account', { waitUntil: 'networkidle' });
    await beside.page.getByTestId('sign-out').click();
    await beside.page.getByTestId('password').waitFor();
    await page.getByTestId('signed-out').waitFor();
    const downloading = page.waitForEvent('download', { timeout: 3_000 }).catch(() => undefined);
    arrives();
    expect(await downloading).toBeUndefined();
  });
});
