import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('proofs that are one mailbox alone, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X13 N12 a person with a password from a mailed link reads why nothing can be set up, and gets on by an administrator’s code', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    // The page does not know yet whether the account ever needs an administrator.
    expect(await page.getByTestId('note').textContent()).toMatch(/signed out everywhere\. Sign in with it\.$/);
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await seat.isOnAccountPage();

    const closed = await page.getByTestId('closed-set-ups').textContent();
    expect(closed).toMatch(/these for now: Passkeys, .*app.* and Email\..*only that you can read your mail/);
    expect(closed).toMatch(/help you in.*leads on at your next sign-in/);
    for (const opener of ['enroll-totp', 'enroll-passkey', 'change-email', 'recommendations'])
      expect(await page.getByTestId(opener).count(), opener).toBe(0);
    await page.getByTestId('change-password').waitFor();

    const helped = await (await app.admin()).does('help-in', person, { lost: ['password'] });
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('code').fill(helped.body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('other words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await seat.isOnAccountPage();
    await seat.touches(seat.authenticator);
    await seat.asksForAnotherPasskey();
    await page.getByTestId('done').click();
    await page.getByTestId('passkey').waitFor();
  });

  it('X13 X8 who is refused a step-up stays signed in, with the whole account page', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('admin');
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await seat.isOnAccountPage();
    await page.goto('/admin');
    await page.getByText('Your sign-in shows only that you can read your mail').waitFor();
    // Another try would be refused as well.
    expect(await page.getByTestId('retry').count()).toBe(0);
    expect(await page.locator('#admin a.button').getAttribute('href')).toBe('/account');
    // Left open by a page that does not end it.
    const status = () => page.evaluate(async () => (await fetch('/auth/sign-in?local=1')).status);
    expect(await status()).toBe(200);
    await page.evaluate(async () => {
      await fetch('/auth/step-up', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"strength":"enhanced"}',
      });
    });
    expect(await status()).toBe(403);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    await page.getByTestId('change-password').waitFor();
  });

  it('X13 N12 a person whose role asks for more than the mailbox reads first why an administrator is needed', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('note').waitFor();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill('not the new password');
    await page.getByTestId('submit').click();
    await seat.says();
    expect(await page.getByTestId('note').count()).toBe(0);
    await page.getByTestId('password').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    expect(await page.getByTestId('because').locator('> p').textContent()).toContain(
      'a password that you reset by email',
    );
  });
});
