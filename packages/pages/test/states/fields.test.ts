import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('what fields do, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('shows a password where its owner presses for it, and hides it again', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    const password = page.getByTestId('password');
    await password.fill('what I typed');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Hide password' }).press('Enter');
    expect(await password.getAttribute('type')).toBe('password');
    expect(await password.inputValue()).toBe('what I typed');
  });

  it('ties what went wrong to its field, until something else is typed there', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill('dora@example.org');
    await page.getByTestId('password').fill('not the password');
    await page.getByTestId('submit').click();
    await seat.says();
    const password = page.getByTestId('password');
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    const told = (await password.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${told}"]`).textContent()).toContain('didn’t match');
    expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
    await password.press('x');
    expect(await password.getAttribute('aria-invalid')).toBeNull();
    expect(await password.getAttribute('aria-describedby')).toBeNull();
  });

  it('keeps the hint of a field beside what went wrong, and states how long a password has to be', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    const next = page.getByTestId('next');
    expect(await page.locator('#next-hint').textContent()).toMatch(/Use at least \d+ characters\./);
    await next.fill('short');
    await page.getByTestId('submit').click();
    await seat.says();
    expect(await next.getAttribute('aria-describedby')).toMatch(/problem-\d+ next-hint/);
    await next.press('x');
    expect(await next.getAttribute('aria-describedby')).toBe('next-hint');
  });

  it('tells a password manager whose password is changed', async () => {
    const seat = await desk.sitDown();
    const person = await newcomerAt(seat, app);
    const { page } = seat;
    await page.goto('/account');
    await page.getByRole('button', { name: 'Change password' }).click();
    const username = page.getByTestId('dialog').getByTestId('username');
    expect(await username.inputValue()).toBe(person.identifier);
    expect(await username.isVisible()).toBe(false);
    expect(await page.getByTestId('current').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'Change email' }).count()).toBe(1);
  });

  it('offers no passkey where the browser has none', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await page.goto('/sign-in');
    await page.getByTestId('identifier').waitFor();
    expect(await page.getByTestId('passkey-button').count()).toBe(0);
    await newcomerAt(seat, app);
    await page.goto('/enroll');
    await page.getByTestId('enroll-totp').waitFor();
    expect(await page.getByTestId('enroll-passkey').count()).toBe(0);
  });

  it('the link to an administrator’s code says on the page that the sign-in name comes first', async () => {
    const { page } = await desk.sitDown();
    await page.goto('/sign-in');
    await page.getByTestId('begin-with-code').click();
    await page
      .getByTestId('error')
      .filter({ hasText: 'First fill in “Sign-in name (often your email address)”' })
      .waitFor();
    const name = page.getByTestId('identifier');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await name.fill('dora@example.org');
    expect(await name.getAttribute('aria-invalid')).toBeNull();
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
  });

  it('X5 a known device is forgotten after a question', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('forget-device').click();
    await page.getByTestId('cancel').click();
    await page.getByTestId('forget-device').click();
    await page.getByTestId('dialog').getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'no longer known' }).waitFor();
    expect(await page.getByTestId('forget-device').count()).toBe(0);
  });
});
