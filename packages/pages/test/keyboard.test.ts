import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the pages by keyboard, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('sign in and set up a second step with Tab, Enter and what is typed', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await app.newcomer('contractor');
    await seat.opensSignIn();
    expect(await focused(page)).toBe('identifier');
    await page.keyboard.type(identifier);
    await tabTo(page, 'password');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await seat.says();
    expect(await focused(page)).toBe('password');
    expect(await spoken(page)).toContain('didn’t match');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');

    await page.getByTestId('step-email-code').waitFor();
    await expect.poll(() => focused(page)).toBe('code');
    await page.keyboard.type(await mailedCode(app, identifier));
    await page.keyboard.press('Enter');

    await page.getByTestId('enroll-totp').waitFor();
    await expect.poll(() => focusedTag(page)).toBe('H1');
    await tabTo(page, 'enroll-totp');
    await page.keyboard.press('Enter');
    await page.getByTestId('totp-secret').waitFor();
    await expect.poll(() => focused(page)).toBe('code');
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.keyboard.type(totpCode(secret, app.clock.now));
    await page.keyboard.press('Enter');
    await page.getByTestId('backup-codes').waitFor();
    await expect.poll(() => focusedTag(page)).toBe('H1');
    await tabTo(page, 'done');
    await page.keyboard.press('Enter');
    await seat.isOnAccountPage();
  });

  it('leave a dialog with Escape, and are back on the button that opened it', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    for (const opener of ['enroll-passkey', 'enroll-totp', 'change-password', 'change-email', 'delete-account']) {
      await page.getByTestId(opener).focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('dialog').waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
      // The button behind the dialog loads nothing.
      expect.soft(await page.getByTestId(opener).first().getAttribute('aria-busy'), opener).toBeNull();
      await page.keyboard.press('Escape');
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => focused(page)).toBe(opener);
    }
  });

  it('show what was done in the account, and say it once', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('change-password').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('current');
    await page.keyboard.type(PASSWORD);
    await tabTo(page, 'next');
    await page.keyboard.type('a few words to remember');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('news');
    // A screen reader reads the focused element. In a live region, the element would be read twice.
    expect(
      await page.getByTestId('news').evaluate((news) => news.closest('[role=status], [role=alert], [aria-live]')),
    ).toBeNull();
  });

  it('show each step of a sign-in once: its stage is named by the step, and is not live', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByRole('group', { name: 'Sign in' }).waitFor();
    await page.getByTestId('forgot-password').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Reset your password' }).waitFor();
    expect(await focused(page)).toBe('identifier');
    expect(await page.locator('#sign-in').evaluate((stage) => stage.closest('[aria-live]'))).toBeNull();
    await tabTo(page, 'back');
    await page.keyboard.press('Enter');
    await page.getByTestId('password').waitFor();
    await expect.poll(() => focused(page)).toBe('identifier');
  });

  it('administer: a list is searched, an account is opened, and the way leads back to it', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/admin/people');
    await page.getByTestId('search').focus();
    await page.keyboard.type(person.identifier);
    const row = page.getByTestId('account-row').filter({ hasText: person.identifier });
    await expect.poll(() => page.getByTestId('account-row').count()).toBe(1);
    await tabTo(page, 'account-row');
    await page.keyboard.press('Enter');
    await page.getByTestId('detail-identifier').waitFor();
    await tabTo(page, 'vouch');
    await page.keyboard.press('Enter');
    await page.getByTestId('kept-code').waitFor();
    await expect.poll(() => focused(page)).toBe('kept-code');
    await page.getByTestId('put-code-away').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('detail-identifier');
    await page.getByTestId('back').focus();
    await page.keyboard.press('Enter');
    await row.waitFor();
    expect(await page.getByTestId('search').inputValue()).toBe(person.identifier);
  });

  it('keep the focus where a button has to wait', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await app.newcomer();
    const body = JSON.stringify({ type: 'about:blank', title: 'Busy', status: 503, code: 'busy' });
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '30' };
    await page.route('**/auth/sign-in', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 503, headers, body }) : route.continue(),
    );
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(identifier);
    await page.getByTestId('password').fill('not the password');
    await page.getByTestId('submit').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('countdown').waitFor();
    expect(await focused(page)).toBe('submit');
    expect(await page.getByTestId('submit').getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByTestId('password').getAttribute('aria-invalid')).toBeNull();
  });

  it('move nothing for a person who asked for that', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/auth/recover', async (route) => {
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      await route.continue();
    });
    await seat.opensSignIn();
    await page.getByTestId('forgot-password').click();
    await page.getByTestId('identifier').fill('dora@example.org');
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
  });
});

function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
}

function focusedTag(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.tagName);
}

/** The description that a screen reader says after the name of the focused field. */
function spoken(page: Page): Promise<string> {
  return page.evaluate(() =>
    (document.activeElement?.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, testid: string): Promise<void> {
  for (let times = 0; times < 60; times += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === testid) return;
  }
  throw new Error(`Tab does not lead to ${testid}`);
}
