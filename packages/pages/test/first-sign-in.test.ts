import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile, quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the first sign-in, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  async function signsInWithPasswordAndCode(seat: Seat, address: string, at = app): Promise<void> {
    await seat.usesPassword(address);
    await seat.page.getByTestId('step-email-code').waitFor();
    await seat.page.getByTestId('code').fill(await mailedCode(at, address));
  }

  async function isSignedIn(seat: Seat, address: string): Promise<void> {
    await expect.poll(() => seat.page.getByTestId('who').textContent()).toContain(address);
    expect(await seat.statusOf('/app/reports')).toBe(200);
  }

  it('W6, W7, P4 cleo is taken to enrollment, registers a passkey, is signed in, and comes back with it alone', async () => {
    const seat = await desk.sitDown();
    const { page, authenticator } = seat;
    await signsInWithPasswordAndCode(seat, 'cleo@example.org');

    await page.waitForURL('**/enroll*');
    await page.getByTestId('enroll-passkey').waitFor();
    expect(await page.getByTestId('enroll-passkey').isVisible()).toBe(true);
    expect(await page.getByTestId('enroll-totp').isVisible()).toBe(true);
    expect(await seat.statusOf('/app/reports')).toBe(401);

    await seat.touches(authenticator);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('backup-codes').waitFor();
    expect(await page.getByTestId('backup-code').count()).toBeGreaterThan(4);
    expect(await authenticator.passkeys()).toHaveLength(1);
    await page.getByTestId('done').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/enroll'));
    await isSignedIn(seat, 'cleo@example.org');
    await page.getByTestId('news').filter({ hasText: 'The passkey is set up. You’re signed in.' }).waitFor();
    await page.reload();
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('news').isVisible()).toBe(false);
    // Turns off touches, because the passkey would answer the autofill of the sign-in page.
    await seat.touches();
    await page.getByTestId('sign-out').click();
    await page.getByTestId('note').filter({ hasText: 'You are signed out.' }).waitFor();
    expect(await seat.statusOf('/app/reports')).toBe(401);

    await seat.opensSignIn();
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await seat.pressesPasskeyButton(authenticator);
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await isSignedIn(seat, 'cleo@example.org');
  });

  it('W16 a person who always needs a passkey is shown no backup codes, and is offered none on the account page', async () => {
    const policy = { roles: { careful: { requiredStrength: 'phishing-resistant' } } } as const;
    const other = await quickstartForThisTest({ policy });
    const { identifier } = await other.newcomer('careful');
    const seat = await chromium.at(other).sitDown();
    const { page, authenticator } = seat;
    await signsInWithPasswordAndCode(seat, identifier, other);
    await page.getByTestId('enroll-passkey').waitFor();
    await seat.touches(authenticator);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('enroll-totp').count()).toBe(1);
    expect(await page.getByTestId('new-backup-codes').count()).toBe(0);
  });

  it('W2 dora signs in with password and email code, and is not asked to enroll', async () => {
    const seat = await desk.sitDown();
    const visited: string[] = [];
    seat.page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
    await signsInWithPasswordAndCode(seat, 'dora@example.org');
    await seat.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await isSignedIn(seat, 'dora@example.org');
    expect(visited).not.toContain('/enroll');
  });
});
