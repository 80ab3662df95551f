import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a session that gets its next token on a slow network, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** From now on, an answer is on its way to the page for a second and a half. */
  async function slowsDown(page: Page): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    const slow = { offline: false, latency: 1_500, downloadThroughput: -1, uploadThroughput: -1 };
    await devtools.send('Network.emulateNetworkConditions', slow);
  }

  /** A tab that sent a new password. The server has saved the password, and the answer with the next token is on its way for a second and a half. */
  async function waitsForToken(seat: Seat, other?: Seat): Promise<Page> {
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account', { waitUntil: 'networkidle' });
    await seat.isOnAccountPage();
    await other?.page.goto('/account', { waitUntil: 'networkidle' });
    await page.getByTestId('change-password').click();
    await page.getByTestId('current').fill(PASSWORD);
    await page.getByTestId('next').fill('a few words to remember');
    await slowsDown(page);
    const sent = page.waitForRequest((request) => request.url().endsWith('/auth/account/password'));
    await page.getByTestId('confirm').click();
    await sent;
    await page.waitForTimeout(500);
    return page;
  }

  it('X44 a page goes on, and says what was done, where the person comes back to its window at that moment', async () => {
    const page = await waitsForToken(await desk.sitDown());
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByTestId('news').filter({ hasText: 'password is saved' }).waitFor({ timeout: 10_000 });
  });

  it('X11 a sign-out in another tab at that moment ends the session', async () => {
    const seat = await desk.sitDown();
    const other = await seat.secondTab();
    const page = await waitsForToken(seat, other);
    const answered = page.waitForResponse((response) => response.url().endsWith('/auth/account/password'));
    await other.page.getByTestId('sign-out').click();
    await other.isOn('/sign-in');
    await other.page.getByTestId('note').filter({ hasText: 'signed out' }).waitFor();
    expect((await answered).status()).toBe(200);
    expect(await other.page.evaluate(async () => (await fetch('/auth/session')).status)).toBe(401);
  });
});
