import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumHere, launchChromium, type Seat, sitDown } from './support/browser.ts';
import { PASSWORD, startOnEmptyStore } from './support/quickstart.ts';
import type { Mail } from './support/shapes.ts';

describe.skipIf(chromiumHere === null)('in Chromium', () => {
  let app: Awaited<ReturnType<typeof startOnEmptyStore>>;
  let origin: string;
  let browser: Browser;

  beforeAll(async () => {
    app = await startOnEmptyStore();
    origin = new URL(app.url).origin;
    const script = await fetch(`${origin}/assets/sign-in.js`);
    if (!script.ok) throw new Error('The pages have no scripts yet: `npm run build` makes them');
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** The code that was mailed last. The pages ask for it by themselves. */
  function mailedCode(address: string): Promise<string> {
    return vi.waitFor(
      async () => {
        const reply = await fetch(`${origin}/dev/mail?to=${encodeURIComponent(address)}`);
        const mails = (await reply.json()) as readonly Mail[];
        const code = mails.find((mail) => mail.code !== undefined)?.code;
        if (code === undefined) throw new Error(`No code was mailed to ${address}`);
        return code;
      },
      { timeout: 5_000, interval: 50 },
    );
  }

  async function signsInWithPasswordAndCode(page: Page, address: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByTestId('identifier').fill(address);
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(address));
    await page.getByTestId('submit').click();
  }

  /** The status that a route of the app answers to this page. */
  function asks(page: Page, path: string): Promise<number> {
    return page.evaluate(async (to) => (await fetch(to)).status, path);
  }

  async function isSignedIn(page: Page, address: string): Promise<void> {
    await expect.poll(() => page.getByTestId('who').textContent(), { timeout: 10_000 }).toContain(address);
    expect(await asks(page, '/app/reports')).toBe(200);
  }

  async function signsOut(page: Page): Promise<void> {
    await page.goto('/');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('sign-in-link').waitFor();
    expect(await asks(page, '/app/reports')).toBe(401);
  }

  it('W6, W7, P4 cleo is taken to enrollment, registers a passkey, is signed in, and comes back with it alone', async () => {
    const seat: Seat = await sitDown(browser, origin);
    const { page } = seat;
    await signsInWithPasswordAndCode(page, 'cleo@example.org');

    await page.waitForURL('**/enroll*');
    await page.getByTestId('enroll-passkey').waitFor();
    expect(await page.getByTestId('enroll-passkey').isVisible()).toBe(true);
    expect(await page.getByTestId('enroll-totp').isVisible()).toBe(true);
    expect(await asks(page, '/app/reports')).toBe(401);

    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('backup-codes').waitFor();
    expect(await page.getByTestId('backup-code').count()).toBeGreaterThan(4);
    expect(await seat.passkeys()).toBe(1);
    await page.getByTestId('done').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/enroll'));
    await isSignedIn(page, 'cleo@example.org');

    await signsOut(page);
    // Nobody touches anything while the page only offers the passkey in its autofill.
    await seat.touches(false);
    await page.goto('/sign-in');
    await page.getByTestId('passkey-button').waitFor();
    expect(await asks(page, '/app/reports')).toBe(401);
    await seat.touches(true);
    await page.getByTestId('passkey-button').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await isSignedIn(page, 'cleo@example.org');
  });

  it('W2 dora signs in with password and email code, and is not asked to enroll', async () => {
    const { page } = await sitDown(browser, origin);
    const visited: string[] = [];
    page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
    await signsInWithPasswordAndCode(page, 'dora@example.org');
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await isSignedIn(page, 'dora@example.org');
    expect(visited).not.toContain('/enroll');
  });
});
