import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('Back while a dialog is open, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('closes the dialog and stays on the page', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/');
    await page.goto('/account');
    for (const opener of ['change-email', 'enroll-totp', 'delete-account']) {
      await page.getByTestId(opener).click();
      await page.getByTestId('dialog').waitFor();
      await page.goBack();
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
      await seat.isOn('/account');
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(opener);
    }
    // A dialog that was closed on the page leaves no entry in the browser's history.
    await page.getByTestId('change-email').click();
    await page.getByTestId('cancel').click();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await page.goBack();
    await seat.isOn('/');
  });

  it('closes the one on top, then the one below', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.touches();
    await page.goto('/account');
    await page.getByTestId('change-email').click();
    await page.getByTestId('email').fill('typed@example.org');
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.goBack();
    await page.getByTestId('step-passkey').waitFor({ state: 'detached' });
    expect(await page.getByTestId('email').inputValue()).toBe('typed@example.org');
    await page.goBack();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await seat.isOn('/account');
  });

  it('closes with a confirmation the question that it was for', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.touches();
    await page.goto('/account');
    await page.getByTestId('remove-passkey').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.goBack();
    await expect.poll(() => page.getByTestId('dialog').count()).toBe(0);
    await seat.isOn('/account');
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
  });

  it('loses no backup codes that are not saved', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/');
    await seat.asksForAnotherPasskey();
    await page.getByTestId('backup-codes').waitFor();
    const codes = await page.getByTestId('backup-code').allTextContents();
    await page.goBack();
    expect(await page.getByTestId('backup-code').allTextContents()).toEqual(codes);
    await seat.isOn('/account');
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ visible: true }).waitFor();
  });

  it('leaves the steps of an enrollment as they were', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.touches();
    await page.goto('/enroll');
    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.goBack();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await page.getByTestId('enroll-totp').waitFor();
    await seat.isOn('/enroll');
  });
});
