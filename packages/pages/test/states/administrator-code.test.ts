import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an administrator’s code, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('P14 X14 works once, as the page says, and a person who closes the page after the code goes on in the same browser', async () => {
    const person = await app.newcomer('contractor');
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['password', 'mailbox'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    const lead = page.getByText('The code works once: do the next steps right after it.');
    expect(await lead.textContent()).toContain('open it again in this browser');
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').waitFor();

    const other = await seat.secondTab();
    await page.close();
    await other.page.goto('/sign-in');
    await other.isOn('/enroll');
    await other.page.getByTestId('enroll-totp').waitFor();
  });
});
