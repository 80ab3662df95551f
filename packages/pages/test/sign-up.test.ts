import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();
const PASSWORD = 'four plain words together';

describe.skipIf(chromiumHere === null)('a sign-up, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 leads from the sign-in page to the own account, by the mailed link and a password', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const address = 'nina@example.org';
    await seat.opensSignIn();
    await page.getByTestId('sign-up').click();
    await page.getByTestId('email').fill(address);
    await page.getByTestId('submit').click();
    await page
      .getByTestId('sent')
      .filter({ hasText: `on its way to ${address}` })
      .waitFor();
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const link = `/sign-up?confirm=${encodeURIComponent(token)}`;
    await page.goto(link);
    await page.getByTestId('password').fill(address);
    await page.getByTestId('submit').click();
    await page.locator('[aria-invalid=true]').waitFor();
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('submit').click();
    await seat.isOnAccountPage();
    await page.getByTestId('who').filter({ hasText: address }).waitFor();
    // The link works once.
    await seat.forgetsEverything();
    await page.goto(link);
    await page.getByTestId('link-used').waitFor();
    await page.getByTestId('new-link').click();
    await page.getByTestId('email').waitFor();
  });

  it('X21 takes another address after a mistyped address, and sends the mail again', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const address = 'gerda@example.org';
    await page.goto('/sign-up?next=%2Fvault');
    await page.getByTestId('email').fill('gerda@exampel.org');
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    await page.getByTestId('change-address').click();
    expect(await page.getByTestId('email').inputValue()).toBe('gerda@exampel.org');
    await page.getByTestId('email').fill(address);
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').filter({ hasText: address }).waitFor();
    await app.nextMail(address, 'token', 0);
    await page.getByTestId('send-again').click();
    await page
      .getByTestId('sent')
      .filter({ hasText: `Another mail is on its way to ${address}` })
      .waitFor();
    await expect.poll(async () => (await app.mailsTo(address)).length).toBe(2);
    await page.getByTestId('change-address').click();
    expect(new URL(page.url()).search).toBe('?next=%2Fvault');
  });

  it('X21 goes on to the page that was asked for, from the mailed link in another tab of the browser', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const address = 'nora@example.org';
    await page.goto('/sign-in?next=%2Fvault%3Fx%3D1');
    await page.getByTestId('sign-up').click();
    await page.getByTestId('email').fill(address);
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const tab = await page.context().newPage();
    await tab.goto(`/sign-up?confirm=${encodeURIComponent(token)}`);
    await tab.getByTestId('password').fill(PASSWORD);
    await tab.getByTestId('submit').click();
    await tab.waitForURL('**/vault?x=1');

    // The kept page counts once, and only as a path of this site.
    const kept = await tab.evaluate(() => localStorage.getItem('sallyport.next'));
    expect(kept).toBeNull();
    // Without a session, the vault page would leave for the sign-in page, and interrupt the next step.
    await tab.goto('about:blank');
    await seat.forgetsEverything();
    await tab.goto('/sign-up');
    await tab.getByTestId('email').waitFor();
    await tab.evaluate(() =>
      localStorage.setItem('sallyport.next', JSON.stringify({ next: '//evil.example', at: Date.now() })),
    );
    await tab.goto(`/sign-up?confirm=${encodeURIComponent(token)}`);
    await tab.getByTestId('link-used').waitFor();
    expect(new URL(tab.url()).search).toBe('');
  });

  it('X21 without a password sets up a passkey, and signs in', async () => {
    const seat = await desk.sitDown();
    const { page, authenticator } = seat;
    const address = 'paul@example.org';
    await page.goto('/sign-up');
    await page.getByTestId('email').fill(address);
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    const { token = '' } = await app.nextMail(address, 'token', 0);
    await page.goto(`/sign-up?confirm=${encodeURIComponent(token)}`);
    await page.getByTestId('without-password').click();
    await page.waitForURL('**/enroll*');
    await seat.touches(authenticator);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('done').click();
    await seat.isOnAccountPage();
    expect(await authenticator.passkeys()).toHaveLength(1);
  });
});

describe.skipIf(chromiumHere === null)('an invitation, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 leads an invited person to the own account', async () => {
    const ada = await app.admin();
    const address = 'ines@example.org';
    expect(
      (await ada.person.client.post('/admin/accounts', { identifier: address, email: address, invite: true })).status,
    ).toBe(201);
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const seat = await desk.sitDownAt('phone');
    await seat.page.goto(`/sign-in?invitation=${encodeURIComponent(token)}`);
    await seat.page
      .getByTestId('invited-as')
      .filter({ hasText: `This invitation is for ${address}.` })
      .waitFor();
    expect(await seat.page.locator('#password-hint').textContent()).toContain(`sign in with ${address} and this`);
    expect(await seat.page.getByTestId('username').inputValue()).toBe(address);
    await seat.page.getByTestId('password').fill(PASSWORD);
    await seat.page.getByTestId('submit').click();
    await seat.isOnAccountPage();
    await seat.page.getByTestId('who').filter({ hasText: address }).waitFor();
    // Nobody typed a code.
    expect(await seat.page.getByTestId('overview').textContent()).toMatch(/with invitation link and password\./);
    await seat.page.goto(`/sign-in?invitation=${encodeURIComponent(token)}`);
    await seat.page.getByTestId('signed-in-already').filter({ hasText: address }).waitFor();
    await seat.page.getByTestId('to-account').click();
    await seat.isOnAccountPage();
  });

  it('X21 goes on where the person left the first sign-in, and elsewhere says that the link was used', async () => {
    const ada = await app.admin();
    const address = 'ivo@example.org';
    const invited = { identifier: address, email: address, roles: ['contractor'], invite: true };
    expect((await ada.person.client.post('/admin/accounts', invited)).status).toBe(201);
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const link = `/sign-in?invitation=${encodeURIComponent(token)}`;
    const seat = await desk.sitDown();
    await seat.page.goto(link);
    await seat.page.locator('#password-hint').filter({ hasText: 'at least 8 characters' }).waitFor();
    await seat.page.getByTestId('password').fill(PASSWORD);
    await seat.page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await seat.page.goto(link);
    await seat.isOn('/enroll');
    await seat.touches(seat.authenticator);
    await seat.page.getByTestId('enroll-passkey').click();
    await seat.page.getByTestId('done').click();
    await seat.isOnAccountPage();
    expect(await seat.page.getByTestId('overview').textContent()).toMatch(
      /with invitation link, password, and passkey\./,
    );

    const elsewhere = await desk.sitDown();
    await elsewhere.page.goto(link);
    await elsewhere.page.getByTestId('link-used').waitFor();
    expect(await elsewhere.page.locator('main').textContent()).toContain('ask an administrator of this site');
    await elsewhere.page.getByTestId('back').click();
    await elsewhere.page.getByTestId('identifier').waitFor();
  });
});
