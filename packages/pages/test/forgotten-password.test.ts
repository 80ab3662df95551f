import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a forgotten password, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X13 takes another address after a mistyped address, and sends the link again', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await app.newcomer();
    const links = async (): Promise<readonly string[]> =>
      (await app.mailsTo(person.identifier)).filter(({ kind }) => kind === 'recovery').map(({ token = '' }) => token);
    await seat.opensSignIn();
    await page.getByTestId('forgot-password').click();
    await page.getByTestId('identifier').fill('mistyped@exampel.org');
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    await page.getByTestId('change-address').click();
    // The form has what was typed, and Back led to it.
    await expect.poll(() => page.getByTestId('identifier').inputValue()).toBe('mistyped@exampel.org');
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('submit').click();
    const sent = page.getByTestId('sent');
    await sent.filter({ hasText: `“${person.identifier}”, a link is on its way` }).waitFor();
    await expect.poll(links).toHaveLength(1);

    await page.getByTestId('send-again').click();
    await sent.filter({ hasText: 'another link is on its way, and only the newest one works' }).waitFor();
    await expect.poll(links).toHaveLength(2);
    const [newest = '', first = ''] = await links();
    await page.goto(`/sign-in?recover=${encodeURIComponent(first)}`);
    await page.getByTestId('link-used').waitFor();
    await page.goto(`/sign-in?recover=${encodeURIComponent(newest)}`);
    await page.getByTestId('next').waitFor();
  });

  it('X13 says why no further link could be sent, and the line about the first link stays', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await seat.opensSignIn();
    await page.getByTestId('forgot-password').click();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    await page.route('**/auth/recover', (route) => route.abort());
    await page.getByTestId('send-again').click();
    await page.getByTestId('error').filter({ hasText: /\w/ }).waitFor();
    expect(await page.getByTestId('sent').textContent()).toContain('a link is on its way');
    await page.unroute('**/auth/recover');
    await page.getByTestId('send-again').click();
    await page.getByTestId('sent').filter({ hasText: 'another link' }).waitFor();
    expect(await page.getByTestId('error').textContent()).toBe('');
  });

  it('X13 says that the new password was not saved where the sign-in that would save it took too long', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-totp').waitFor();
    app.clock.advance(40 * MINUTE);
    await page.getByTestId('code').fill('123456');
    await page.getByTestId('identifier').waitFor();
    expect(await page.getByTestId('note').textContent()).toContain('your new password was not saved');
  });
});
