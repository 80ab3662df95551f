import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { provesTwoFactorsAtCorp } from '@sallyport/example-quickstart/test/corp-page';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { afterAll, describe, expect, it } from 'vitest';

// The provider uses the machine's clock, so the app uses the machine's clock too.
const app = await startOnEmptyStore({ ssoDemo: true, passwordHashing: CHEAP_HASHING });
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)("single sign-on at the demo's own provider, in Chromium", () => {
  const desk = chromiumForThisFile().at(app);

  /** Goes from the sign-in page to the provider, and presses a button there. */
  async function goesToCorp(seat: Seat, pressed: string): Promise<void> {
    const { page } = seat;
    await page.goto('/sign-in');
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-cancel').waitFor();
    expect(new URL(page.url()).origin).not.toBe(app.url);
    await page.getByTestId(pressed).click();
  }

  async function entersMailedCode(seat: Seat, address: string): Promise<void> {
    const { page } = seat;
    await page.getByTestId('step-email-code').waitFor();
    expect(new URL(page.url()).origin).toBe(app.url);
    await page.getByTestId('code').fill(await mailedCode(app, address));
  }

  it('P7, X14 dora is sent there, comes back, is asked for a second factor, and is in', async () => {
    const seat = await desk.sitDown();
    await seat.page.goto('/');
    expect(await seat.page.getByTestId('sso-how-to').isVisible()).toBe(true);
    await goesToCorp(seat, 'corp-dora');
    await seat.page.getByTestId('step-email-code').waitFor();
    // She typed no name, and the server names the account.
    expect(await seat.page.getByTestId('signing-in').textContent()).toBe('Signing in as dora@example.org');
    expect(await seat.page.getByTestId('note').textContent()).toContain('Example Corp has confirmed who you are.');
    expect(await seat.page.getByTestId('because').count()).toBe(0);
    // The message stays while the proof counts.
    await seat.page.getByTestId('lost').click();
    await seat.page.getByTestId('lost-title').waitFor();
    await seat.page.goBack();
    await seat.page.getByTestId('step-email-code').waitFor();
    await seat.page.getByTestId('note').filter({ hasText: 'Example Corp has confirmed who you are.' }).waitFor();
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await entersMailedCode(seat, 'dora@example.org');
    await seat.isOnAccountPage();
    expect(await seat.statusOf('/app/reports')).toBe(200);
    expect((await seat.account()).identifiers).toContain('dora@example.org');
    expect(await seat.page.getByTestId('overview').textContent()).toMatch(
      /Last confirmed .* by Example Corp and with /,
    );
  });

  it('P7, X14 ada proves two factors there, the policy trusts that, and she is in at once', async () => {
    const seat = await desk.sitDown();
    await provesTwoFactorsAtCorp(seat, 'corp-ada');
    expect(await seat.statusOf('/app/vault')).toBe(200);
    // The account page shows a failed link.
    await seat.page.goto('/account?problem=sign-in-cancelled');
    expect(await seat.says()).toContain('cancelled');
  });

  it('X14 the page that was asked for comes after the provider, with a further proof and without, and only once', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in?next=%2Fvault');
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-dora').click();
    await page.getByTestId('step-email-code').waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/vault');
    await entersMailedCode(seat, 'dora@example.org');
    await seat.isOn('/vault');
    const other = await desk.sitDown();
    await other.page.goto('/sign-in?next=%2Fvault');
    await other.page.getByTestId('sso-corp').click();
    await other.page.getByTestId('corp-two-factors').check();
    await other.page.getByTestId('corp-ada').click();
    await other.isOn('/vault');
    await other.page.goto('/account');
    await other.isOnAccountPage();
    // The provider as the step after the password.
    const third = await desk.sitDown();
    await third.page.goto('/sign-in?next=%2Fvault');
    await third.types('ada@example.org');
    await third.page.getByTestId('sso-link').click();
    await third.page.getByTestId('corp-two-factors').check();
    await third.page.getByTestId('corp-ada').click();
    await third.isOn('/vault');
  });

  it('X14 who gives a password and one factor there reads why more is asked for, and what to do without the mailbox', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await seat.types('ben@example.org');
    await page.getByTestId('method-sso').click();
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-ben').click();
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('note').textContent()).toBe(
      'Your password and Example Corp count as one step here, because Example Corp may have asked for a password only. One more step is asked for.',
    );
    await page.getByTestId('lost').click();
    await page
      .getByText(
        'Your password and Example Corp count as one step here, and nothing else that you have set up is enough',
      )
      .waitFor();
    expect(await page.getByTestId('more-at-provider').textContent()).toContain('prove more there');
    await page.getByTestId('whom-to-ask').waitFor();
    // What the page says to do is what helps.
    await page.getByTestId('start-over').click();
    // The provider counts the age of its sign-in in whole seconds.
    await page.waitForTimeout(1_100);
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-two-factors').check();
    await page.getByTestId('corp-ben').click();
    await seat.isOnAccountPage();
  });

  it('X14 that one turned back there is said until the next step', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await seat.types('dora@example.org');
    await page.getByTestId('method-sso').click();
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-cancel').click();
    await page.getByTestId('problem').filter({ hasText: 'cancelled' }).waitFor();
    await page.locator('[data-testid=step-sso], [data-testid=step-email-code]').first().waitFor();
    expect(await page.getByTestId('problem').count()).toBe(1);
    await page.getByTestId('method-sso').or(page.getByTestId('method-email-code')).click();
    await page.getByTestId('problem').waitFor({ state: 'detached' });
  });

  it('P7 cleo is taken to enrollment after it: a code by mail is not enough for her', async () => {
    const seat = await desk.sitDown();
    await goesToCorp(seat, 'corp-cleo');
    await entersMailedCode(seat, 'cleo@example.org');
    await seat.isOn('/enroll');
    expect(await seat.page.getByTestId('signing-in').textContent()).toBe('Signing in as cleo@example.org');
    expect(await seat.statusOf('/app/reports')).toBe(401);
  });

  it('P7, P5 who goes to the provider from the middle of another sign-in is sent a code too', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await seat.types('ben@example.org');
    await page.getByTestId('step-email-code').waitFor();
    await page.goBack();
    await page.getByTestId('under-way').waitFor();
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-dora').click();
    await page.waitForURL(`${app.url}/sign-in**`);
    await entersMailedCode(seat, 'dora@example.org');
    await seat.isOnAccountPage();
  });

  it('X14 who chose the wrong person there chooses another at the next try', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await seat.types('cleo@example.org');
    expect(await page.getByTestId('sso-link').textContent()).toBe('Continue with Example Corp');
    await page.getByTestId('sso-link').click();
    // Her page offers no other way, and names none.
    await page.getByTestId('corp-cancel').click();
    const problem = page.getByTestId('problem');
    await problem.filter({ hasText: 'Try again there. If you can’t sign in there, ask an administrator' }).waitFor();
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-ben').click();
    await problem.filter({ hasText: 'If that doesn’t help, ask an administrator' }).waitFor();
    expect(await problem.textContent()).not.toContain('another way');
    expect(await page.getByTestId('note').count()).toBe(0);
    // The provider counts the age of its sign-in in whole seconds.
    await page.waitForTimeout(1_100);
    await page.getByTestId('sso-link').click();
    await page.getByTestId('corp-cleo').click();
    await page.waitForURL((url) => url.origin === app.url && url.pathname !== '/auth/sign-in/sso/corp/callback');
    await page.getByTestId('problem').waitFor({ state: 'detached' });
    expect((await page.getByTestId('signing-in').textContent()) ?? '').toContain('cleo@example.org');
    await page.getByTestId('sso-link').waitFor({ state: 'detached' });
  });

  it('X14 who uses a different account chooses the person there anew', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await goesToCorp(seat, 'corp-dora');
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('start-over').click();
    // The provider counts the age of its sign-in in whole seconds.
    await page.waitForTimeout(1_100);
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-ben').click();
    await entersMailedCode(seat, 'ben@example.org');
    await seat.isOnAccountPage();
    expect((await seat.account()).identifiers).toContain('ben@example.org');
    expect(await page.evaluate(() => sessionStorage.getItem('sallyport.another'))).toBeNull();
  });

  it('P7 who turns back there is told so, and signs in another way', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await goesToCorp(seat, 'corp-cancel');
    await seat.isOn('/sign-in');
    await page.getByTestId('problem').waitFor();
    expect(await page.getByTestId('problem').textContent()).toContain('cancelled');
    expect(page.url()).not.toContain('problem=');
    await seat.types('dora@example.org');
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('problem').count()).toBe(0);
  });

  it('P7 an identity is unlinked and linked again on the account page, and signs in no more meanwhile', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await provesTwoFactorsAtCorp(seat, 'corp-ben');
    await page.getByTestId('unlink-corp').click();
    await page.getByTestId('dialog').getByTestId('confirm').click();
    // His session rested on the unlinked identity.
    await seat.isOn('/sign-in');
    await page.getByTestId('note').waitFor();

    const elsewhere = await desk.sitDown();
    await goesToCorp(elsewhere, 'corp-ben');
    await elsewhere.page.getByTestId('problem').waitFor();
    expect(await elsewhere.statusOf('/app/reports')).toBe(401);

    await seat.types('ben@example.org');
    await entersMailedCode(seat, 'ben@example.org');
    await seat.isOnAccountPage();
    // The session at the provider still exists, so the provider sends him back without a question.
    await page.getByTestId('link-corp').click();
    await page.getByTestId('unlink-corp').waitFor();
    await page.getByText('Example Corp is linked. You can sign in with it now.').waitFor();
    expect(await page.getByTestId('identities').textContent()).toContain('Linked');
    await page.reload();
    await page.getByTestId('unlink-corp').waitFor();
    expect(await page.getByText('Example Corp is linked.').count()).toBe(0);
  });

  it('P7 signing out leads to the page where one signs out there as well', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await provesTwoFactorsAtCorp(seat, 'corp-dora');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('corp-sign-out').click();
    await seat.isOn('/');
    expect(await seat.statusOf('/app/reports')).toBe(401);
    // The sign-out also ended the session at the provider, so the provider asks again.
    await page.goto('/sign-in');
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-dora').waitFor();
  });
});
