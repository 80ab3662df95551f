import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { provesTwoFactorsAtCorp } from '@sallyport/example-quickstart/test/corp-page';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { afterAll, describe, expect, it } from 'vitest';

// The provider uses the machine's clock, so the app uses the machine's clock too.
const app = await startOnEmptyStore({ ssoDemo: true, passwordHashing: CHEAP_HASHING });
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)('a confirmation at the provider, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Signs in with a password and a mailed code, after a sign-in at the provider with two factors, and asks for the set-up of an app. */
  async function asksForApp(seat: Seat, person: string): Promise<void> {
    const { page } = seat;
    const address = `${person}@example.org`;
    await provesTwoFactorsAtCorp(seat, `corp-${person}`);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await seat.types(address);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, address));
    await seat.isOnAccountPage();
    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('dialog').getByTestId('step-sso').waitFor();
  }

  it('X8 X9 a confirmation that only the provider can give says so, one factor at the provider is not enough, and once it is over it begins no sign-in there', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await asksForApp(seat, 'ben');
    const because = page.getByTestId('dialog').getByTestId('because');
    expect(await because.textContent()).toBe(
      'A password and a code by email are not enough here. A sign-in at Example Corp with two steps is.',
    );
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-ben').click();
    await seat.isOn('/sign-in');
    await page.getByTestId('step-sso').waitFor();
    expect(await page.getByTestId('enroll-totp').count()).toBe(0);
    await page.goto('/account');
    await seat.isOnAccountPage();
    expect(await seat.session()).toMatchObject({ strength: 'baseline' });
    expect((await seat.account()).factors).toMatchObject({ totp: false });

    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('dialog').getByTestId('step-sso').waitFor();
    // As the browser does at the end of the cookie's time.
    await page.context().clearCookies({ name: 'sallyport-flow' });
    await page.getByTestId('sso-link').click();
    await seat.isOn('/sign-in');
    expect(await page.getByTestId('problem').textContent()).toMatch(/^This sign-in is over/);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('sallyport-flow');
  });

  it('X8 after a confirmation at the provider with two factors, the set-up is made and the page does not say that it was not done', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await asksForApp(seat, 'dora');
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-two-factors').check();
    await page.getByTestId('corp-dora').click();
    await seat.isOnAccountPage();
    await page.getByTestId('undone').waitFor();
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret, Date.now()));
    await page.getByTestId('backup-code').first().waitFor();
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ visible: true }).waitFor();
    expect(await page.getByTestId('news').textContent()).toBe('The authenticator app is set up.');
    expect(await page.getByTestId('undone').count()).toBe(0);
  });
});
