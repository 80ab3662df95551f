import { PROOFS } from '@sallyport/example-quickstart/people';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { provesTwoFactorsAtCorp } from '@sallyport/example-quickstart/test/corp-page';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, FIRST_POLICY, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { afterAll, describe, expect, it } from 'vitest';

/** Starts the quickstart with the demo's provider, which is trusted for this strength if it reports two factors. */
async function trustedFor(strength: string) {
  const providers = { corp: { trust: [{ acr: PROOFS.two.acr, strength }] } };
  const policy = { ...FIRST_POLICY, providers };
  const app = await startOnEmptyStore({ ssoDemo: true, policy, passwordHashing: CHEAP_HASHING });
  afterAll(() => app.close());
  return app;
}

/** Sets up an app. The provider's two factors open this set-up, and the session proves nothing else. */
async function setsUpApp(seat: Seat): Promise<readonly string[]> {
  const { page } = seat;
  await page.getByTestId('enroll-totp').click();
  const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
  // The provider has the machine's clock, and so has the app here.
  await page.getByTestId('code').fill(totpCode(secret, Date.now()));
  await page.getByTestId('backup-code').first().waitFor();
  const codes = await page.getByTestId('backup-code').allTextContents();
  await page.getByTestId('done').click();
  await page.getByTestId('news').filter({ visible: true }).waitFor();
  return codes;
}

describe.skipIf(chromiumHere === null)(
  'an account with an app, at a provider that is trusted for enhanced',
  async () => {
    const app = await trustedFor('enhanced');
    const desk = chromiumForThisFile().at(app);

    it('X8 X10 a passkey is set up in the step-up that asks for the app, and not once more by the page', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      await provesTwoFactorsAtCorp(seat, 'corp-dora');
      const [code = ''] = await setsUpApp(seat);
      await page.goto('/enroll');
      await page.getByTestId('enroll-passkey').click();
      await page.getByTestId('dialog').getByTestId('step-totp').waitFor();
      await page.getByTestId('method-backup-code').click();
      await page.getByTestId('code').fill(code);
      await page.getByTestId('submit').click();
      await page.getByTestId('dialog').getByTestId('enroll-passkey').click();
      await seat.isOnAccountPage();
      await page.getByTestId('news').filter({ hasText: 'The passkey is set up.' }).waitFor();
      expect((await seat.account()).factors.passkeys).toHaveLength(1);
    });
  },
);

describe.skipIf(chromiumHere === null)('an account with an app, at a provider that is trusted for all', async () => {
  const app = await trustedFor('phishing-resistant');
  const desk = chromiumForThisFile().at(app);

  it('X8 X10 the page says which proof a new factor takes and what to do, and offers no set-up that would lead nowhere', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await provesTwoFactorsAtCorp(seat, 'corp-dora');
    await setsUpApp(seat);
    const note = page.getByTestId('closed-set-ups');
    await note.waitFor();
    expect(await note.textContent()).toMatch(
      /Passkeys.*Email.*your authenticator app or a backup code.*Sign out.*remove it from your account first/s,
    );
    for (const closed of ['enroll-passkey', 'change-email']) expect(await page.getByTestId(closed).count()).toBe(0);

    // What the page says to do is what helps.
    await page.getByTestId('remove-totp').click();
    await page.getByTestId('dialog').getByTestId('confirm').click();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await setsUpApp(seat);
    expect((await seat.account()).factors.totp).toBe(true);
  });

  it('X8 the proof at the provider leaves the page of an act: the account page says that the act was not done, and where', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-ben').click();
    await page.getByTestId('code').fill(await mailedCode(app, 'ben@example.org'));
    await seat.isOnAccountPage();
    expect(await page.getByTestId('undone').count()).toBe(0);
    // A guard that the provider can satisfy. The proof of the sign-in is older, and the next proof is younger, also on a busy machine.
    const demand = { strengths: ['baseline'], maxAgeSeconds: 8 };
    const body = JSON.stringify({ type: 'insufficient-strength', code: 'insufficient-strength', status: 401, demand });
    await page.route('**/app/payout', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body }),
    );
    await page.waitForTimeout(8_100);
    await page.goto('/');
    await page.getByTestId('route-payout').click();
    await page.getByTestId('method-sso').click();
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-two-factors').waitFor();
    await page.unroute('**/app/payout');
    await page.getByTestId('corp-two-factors').check();
    await page.getByTestId('corp-ben').click();
    await seat.isOnAccountPage();
    expect(await page.getByTestId('undone').textContent()).toContain('was not done: do it again');
    await page.getByTestId('undone').getByRole('link').click();
    await page.getByTestId('route-payout').click();
    await page.getByTestId('route-payout-answer').filter({ hasText: 'The app sends the payout.' }).waitFor();
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('undone').count()).toBe(0);
  });
});
