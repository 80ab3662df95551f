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
    await page.getByText('The code works once.').waitFor();
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

  it('P14 X14 says that the sign-in begins again after the call, and offers the password where the code comes too early', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['app'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByText('in person or by phone, and then sign in again').waitFor();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    expect(await seat.says()).toMatch(/^If you know your password, sign in with it first/);
    await page.getByTestId('method-password').click({ timeout: 5000 });
    await page.getByTestId('password').fill(person.has.password);
    await page.getByTestId('submit').click();
    await page.getByTestId('have-enrollment-code').click();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
  });

  it('P14 opens the form of the code also where the browser still fills in the password that the help-in took', async () => {
    const person = await app.newcomer('contractor');
    await (await app.admin()).does('help-in', person, { lost: ['password'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill(person.has.password);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('code').waitFor();
  });
});
