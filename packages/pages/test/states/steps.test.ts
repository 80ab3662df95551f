import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('Back and Forward move through the steps, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const titles = (page: Page, words: string): Promise<void> =>
    expect.poll(() => page.title()).toBe(`${words} · Sallyport`);

  it('from the first step of a sign-in to the last, and the titles follow', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('done').click();
    await page.getByTestId('news').waitFor();

    await page.goto('/');
    await seat.forgetsAndOpens();
    await titles(page, 'Sign in');
    await seat.types(identifier);
    await page.getByTestId('step-totp').waitFor();
    await titles(page, 'Enter the code from your app');
    await page.getByTestId('method-backup-code').click();
    await page.getByTestId('step-backup-code').waitFor();
    await titles(page, 'Enter a backup code');
    await page.getByTestId('lost').click();
    await titles(page, 'I no longer have the codes');

    await page.goBack();
    await page.getByTestId('step-backup-code').waitFor();
    await page.reload();
    await page.getByTestId('step-backup-code').waitFor();
    await page.goBack();
    await page.getByTestId('step-totp').waitFor();
    await titles(page, 'Enter the code from your app');
    await page.goBack();
    await page.getByTestId('under-way').filter({ hasText: identifier }).waitFor();
    expect(await page.getByTestId('identifier').inputValue()).toBe(identifier);
    await titles(page, 'Sign in');
    await page.goForward();
    await page.getByTestId('step-totp').waitFor();
    await page.goForward();
    await page.getByTestId('step-backup-code').waitFor();
    await page.goForward();
    await page.getByTestId('lost-title').waitFor();
    await page.getByTestId('lost-back').click();
    await page.getByTestId('step-backup-code').waitFor();
    await page.goBack();
    await page.getByTestId('step-totp').waitFor();
    await page.goBack();
    await page.getByTestId('fill-ada').waitFor();
    await page.getByTestId('go-on').click();
    await page.getByTestId('step-totp').waitFor();
    expect(await page.getByTestId('fill-ada').count()).toBe(0);
    app.clock.advance(MINUTE);
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await seat.isOnAccountPage();
    // Back does not lead to a proved step.
    await page.goBack();
    await page.getByTestId('identifier').waitFor();
    expect(await page.getByTestId('under-way').count()).toBe(0);
  });

  it('the first step takes another account while a sign-in is under way', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const [one, other] = [await app.newcomer(), await app.newcomer()];
    await seat.usesPassword(one.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.goBack();
    await page.getByTestId('under-way').waitFor();
    await seat.types(other.identifier);
    await page.getByTestId('signing-in').filter({ hasText: other.identifier }).waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, other.identifier));
    await seat.isOnAccountPage();
  });

  it('through an enrollment, where the key stays the same', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await page.getByTestId('enroll-totp').click();
    const secret = await page.getByTestId('totp-secret').textContent();
    await titles(page, 'Add this account to your app');
    await page.goBack();
    await page.getByTestId('enroll-totp').waitFor();
    await titles(page, 'Set up a passkey or an authenticator app');
    await page.goForward();
    expect(await page.getByTestId('totp-secret').textContent()).toBe(secret);
    await page.goBack();
    await page.goBack();
    await page.getByTestId('under-way').filter({ hasText: person.identifier }).waitFor();
    await page.getByTestId('go-on').click();
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').click();
    expect(await page.getByTestId('totp-secret').textContent()).toBe(secret);
    await page.getByTestId('code').fill(totpCode(secret ?? '', app.clock.now));
    await page.getByTestId('done').waitFor();
    await titles(page, 'Save your backup codes');
  });

  it('through a forgotten password, and its token stays in no entry that comes after', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('forgot-password').click();
    await titles(page, 'Reset your password');
    await page.getByTestId('identifier').fill('dora@example.org');
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    await titles(page, 'Check your mail');
    await page.goBack();
    await page.getByTestId('submit').filter({ hasText: 'Send me a link' }).waitFor();
    await page.goBack();
    await page.getByTestId('password').waitFor();
    await titles(page, 'Sign in');
    await page.goForward();
    await page.getByTestId('back').click();
    await page.getByTestId('password').waitFor();

    const person = await app.newcomer();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await titles(page, 'Choose a new password');
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('note').waitFor();
    await titles(page, 'Sign in');
    expect(page.url()).not.toContain('recover');
  });
});
