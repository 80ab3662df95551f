import { chromiumForThisFile, chromiumHere, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** The address that a guard with `signInPage` sends a late form to. */
const LATE_FORM = '/sign-in?next=%2F%3Fform%3D1&unsent=form';

describe.skipIf(chromiumHere === null)('an act that a stronger proof came before, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X26 a form that came too late: the page says before and after the sign-in that it was not sent', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await app.newcomer('contractor');
    await page.goto(LATE_FORM);
    await page.getByTestId('note').filter({ hasText: 'Your form was not sent.' }).waitFor();
    await seat.types(identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, identifier));
    // The set-up of a passkey comes between the sign-in and the message, and so do the backup codes.
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('done').click();
    await page.getByTestId('unsent').waitFor();
    expect(await page.getByTestId('unsent').evaluate((title) => title === document.activeElement)).toBe(true);
    await page.reload();
    await page.getByTestId('unsent').waitFor();
    await page.getByTestId('unsent-back').click();
    await page.waitForURL(`${app.url}/?form=1`);
  });

  it('X26 without a form the sign-in leads on at once', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.forgetsEverything();
    await seat.page.goto(LATE_FORM.replace('&unsent=form', ''));
    await seat.page.waitForURL(`${app.url}/?form=1`);
  });

  it('X26 the demo’s app says of an act that it was not done, after the person signed in for it', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.forgetsEverything();
    await page.goto('/');
    await page.getByTestId('route-payout').click();
    // The passkey at hand signs the person in at once.
    await page.getByTestId('route-payout-answer').getByRole('link').click();
    await page.getByTestId('unsent').waitFor();
  });

  it('X8 a confirmation that goes on in another tab: the act is not done, and its page says so', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.touches();
    await page.goto('/');
    await page.getByTestId('route-payout').click();
    await page.getByTestId('dialog').getByTestId('step-passkey').waitFor();
    const other = await seat.secondTab();
    await other.page.goto('/sign-in');
    await other.page.getByTestId('start-over').click();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    expect(await page.getByTestId('route-payout-answer').textContent()).toContain('Nothing was done here');
    await page.getByTestId('route-payout').click();
    await seat.goesOnWithPasskey();
    await page.getByTestId('route-payout-answer').filter({ hasText: 'The app sends the payout.' }).waitFor();
  });
});
