import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds, isOutOfSight, looksAt } from '@sallyport/example-quickstart/test/shared-computer';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('backup codes whose answer comes after the sign-out in another tab', () => {
  const desk = chromiumForThisFile().at(app);

  /** The answer with the codes is held back until the person has signed out in a tab beside. */
  async function late(seat: Seat): Promise<readonly string[]> {
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
    let codes: readonly string[] = [];
    await page.route('**/auth/enroll/passkey', async (route) => {
      const response = await route.fetch();
      ({ backupCodes: codes } = await response.json());
      made();
      await isLate;
      await route.fulfill({ response });
    });
    await seat.asksForAnotherPasskey();
    await isMade;
    expect(codes.length).toBeGreaterThan(0);
    // Otherwise the autofill of the sign-in page would sign in at once.
    await seat.touches();
    const beside = await seat.secondTab();
    await beside.page.goto('/account', { waitUntil: 'networkidle' });
    await beside.page.getByTestId('sign-out').click();
    await beside.page.getByTestId('password').waitFor();
    await page.getByTestId('signed-out').waitFor();
    arrives();
    await page.waitForTimeout(2_000);
    return codes;
  }

  it('X44 are not kept in the tab for the next person', async () => {
    const seat = await desk.sitDown();
    const codes = await late(seat);
    const held = await holds(seat.page);
    for (const code of codes) expect(held).not.toContain(code);
  });

  it('X44 are not shown to the next person while the store is away', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await late(seat);
    await page.route('**/auth/session', (route) => route.fulfill({ status: 503, json: { code: 'store-unavailable' } }));
    await looksAt(page);
    await page.getByTestId('backup-code').first().or(page.getByTestId('password')).waitFor();
    expect(await page.getByTestId('backup-code').count()).toBe(0);
  });
});
