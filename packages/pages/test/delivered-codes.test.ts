import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({ sms: true });
const without = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('codes by SMS, in Chromium', () => {
  const chromium = chromiumForThisFile();

  async function givesCode({ page }: Seat, phone: string): Promise<void> {
    await page
      .getByTestId('sent-to')
      .filter({ hasText: phone.slice(-2) })
      .waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, phone));
  }

  it('X23 are set up on the account page, sign in on the sign-in page, and are removed again', async () => {
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('enroll-sms-code').click();
    const dialog = page.getByTestId('dialog');
    expect(await dialog.getByRole('heading').textContent()).toBe('Get codes by SMS');
    await dialog.getByLabel('Mobile number').fill('0170 1234567');
    await dialog.getByTestId('submit').click();
    expect(await seat.says()).not.toBe('');
    await dialog.getByLabel('Mobile number').fill('+49 (170) 123-45 67');
    await dialog.getByTestId('submit').click();
    await givesCode(seat, '+491701234567');
    await page.getByTestId('news').filter({ hasText: 'SMS is set up.' }).waitFor();
    const row = page.locator('[data-factor=SMS]');
    expect(await row.textContent()).toMatch(/Codes go to .*67/);

    await seat.usesPassword(person.identifier);
    const other = page.getByTestId('method-sms-code');
    expect(await other.textContent()).toBe('Get a code by SMS');
    const sent = await app.mailsTo('+491701234567');
    await other.click();
    expect(await page.getByTestId('step-sms-code').textContent()).toBe('Check your phone');
    await expect.poll(async () => (await app.mailsTo('+491701234567')).length).toBe(sent.length + 1);
    // A reloaded page sends no second code by any method, because a second code would void the first.
    await page.reload();
    await page.getByTestId('step-sms-code').waitFor();
    await givesCode(seat, '+491701234567');
    await seat.isOnAccountPage();
    expect(await app.mailsTo('+491701234567')).toHaveLength(sent.length + 1);

    await page.getByTestId('remove-sms-code').click();
    await page.getByTestId('confirm').click();
    // The session rested on the removed number.
    await seat.isOn('/sign-in');
    expect(await page.getByTestId('note').textContent()).toContain('SMS is removed.');
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('use-another-way').count()).toBe(0);
  });

  it('X23 are a choice on the page that adds a way to sign in', async () => {
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/enroll');
    await page.getByTestId('enroll-sms-code').click();
    await page.getByTestId('enroll-back').click();
    await page.getByTestId('enroll-sms-code').click();
    await page.getByTestId('address').fill('+491709999999');
    await page.getByTestId('submit').click();
    await page.getByTestId('sent-to').waitFor();
    const link = page.getByTestId('mail-link');
    await page.goto((await link.getAttribute('href')) ?? '');
    expect(await page.getByTestId('mail-code').textContent()).toBe(await mailedCode(app, '+491709999999'));
  });

  it('P5 a further code says that it was sent, and takes the wrong code and its message away', async () => {
    const seat = await chromium.at(without).sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, without);
    await seat.forgetsAndOpens();
    await seat.types(person.identifier);
    const field = page.getByTestId('code');
    await page.getByTestId('sent-to').filter({ hasText: 'We sent a code to' }).waitFor();
    const first = await mailedCode(without, person.identifier);
    await field.fill(first === '000000' ? '111111' : '000000');
    await page.getByTestId('error').filter({ hasText: 'or press “Send a new code”.' }).waitFor();
    await page.getByTestId('send-email-code').click();
    await page.getByTestId('sent-to').filter({ hasText: 'We sent a new code to' }).waitFor();
    expect(await page.getByTestId('sent-to').textContent()).toContain('We send at most five codes an hour.');
    expect(await field.inputValue()).toBe('');
    expect((await page.getByTestId('error').allTextContents()).join('')).toBe('');
    await field.fill(await mailedCode(without, person.identifier));
    await seat.isOnAccountPage();

    await seat.forgetsAndOpens();
    await seat.types(person.identifier);
    await page.getByTestId('sent-to').filter({ hasText: 'We sent a code to' }).waitFor();
    const latest = await mailedCode(without, person.identifier);
    const wrong = latest === '000000' ? '111111' : '000000';
    await field.fill(wrong);
    await page.getByTestId('error').filter({ hasText: 'or press “Send a new code”.' }).waitFor();
    await expect
      .poll(async () => {
        // The link rests while a code is on its way, and after the limit.
        const link = page.getByTestId('send-email-code');
        if ((await link.getAttribute('aria-disabled')) !== 'true') await link.click();
        return page.getByTestId('sent-to').textContent();
      })
      .toBe('No code was sent.');
    expect(await seat.says()).toMatch(/You can try again in [\d:]+ (minutes|hours)\..*ask an administrator/);

    // The button rests, so no message names it.
    expect(await seat.says()).not.toContain('or press “Send a new code”');
    await field.fill(wrong);
    await page.getByTestId('submit').click();
    await page.getByTestId('error').filter({ hasText: 'Enter the one from the newest message.' }).waitFor();
  });

  it('X23 are nowhere on the pages of an app that brings none', async () => {
    const seat = await chromium.at(without).sitDown();
    await newcomerAt(seat, without);
    await seat.page.goto('/account');
    await seat.page.getByTestId('enroll-totp').waitFor();
    expect(await seat.page.getByText('SMS').count()).toBe(0);
    await seat.page.goto('/enroll');
    await seat.page.getByTestId('enroll-totp').waitFor();
    expect(await seat.page.getByText('SMS').count()).toBe(0);
  });
});
