import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a first sign-in without a password, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Invites somebody with the role contractor. Resolves to the path of the mailed link. */
  async function invites(address: string): Promise<string> {
    const { person } = await app.admin();
    const invited = { identifier: address, email: address, roles: ['contractor'], invite: true };
    expect((await person.client.post('/admin/accounts', invited)).status).toBe(201);
    const { token = '' } = await app.nextMail(address, 'token', 0);
    return `/sign-in?invitation=${encodeURIComponent(token)}`;
  }

  async function signsUp({ page }: Seat, address: string): Promise<void> {
    await page.goto('/sign-up');
    await page.getByTestId('email').fill(address);
    await page.getByTestId('submit').click();
    const { token = '' } = await app.nextMail(address, 'token', 0);
    await page.goto(`/sign-up?confirm=${encodeURIComponent(token)}`);
    await page.getByTestId('without-password').waitFor();
  }

  it('P4 says before the press how to sign in without a password, and on the next page how to get back to a password', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const link = await invites('without-app@example.org');
    await page.goto(link);
    const about = page.getByTestId('about-without-password');
    expect(await about.textContent()).toContain('you sign in with a passkey: your fingerprint, your face');
    expect(await about.textContent()).toContain('set a password later, on the account page');
    expect(await page.getByTestId('no-passkey-here').isVisible()).toBe(false);
    await page.getByTestId('without-password').click();
    await page.getByTestId('enroll-passkey').waitFor();
    expect(await page.getByTestId('because').textContent()).toMatch(/^Here you set up a passkey/);
    // Another tab does not know the link, and offers no other account before the set-up.
    const second = await seat.secondTab();
    await second.page.goto('/sign-in');
    expect(await second.page.getByTestId('only-passkey').textContent()).toContain(
      'open the link in the invitation again',
    );
    expect(await second.page.getByTestId('start-over').count()).toBe(0);
    await second.page.close();
    // The same link and the button lead to the password, in this browser.
    await page.goto(link);
    await page.getByTestId('without-password').click();
    await page.getByTestId('password-instead').click();
    await page.getByTestId('password').fill('four plain words together');
    await page.getByTestId('submit').click();
    await page.getByTestId('enroll-totp').waitFor();
    expect(await page.getByTestId('password-instead').count()).toBe(0);
    const elsewhere = await desk.sitDown();
    await elsewhere.page.goto(link);
    await elsewhere.page.getByTestId('link-used').waitFor();
  });

  it('P4 says before the press that this device creates no passkey by itself', async () => {
    const seat = await desk.sitDown(USB);
    await seat.page.goto(await invites('no-fingerprint@example.org'));
    const warning = seat.page.getByTestId('no-passkey-here').filter({ hasText: 'can’t create a passkey by itself' });
    await warning.waitFor();
    const button = seat.page.getByTestId('without-password');
    await button.waitFor();
    const top = async (line: Locator) => (await line.boundingBox())?.y ?? Number.NaN;
    for (const line of [warning, seat.page.getByTestId('about-without-password')])
      expect(await top(line)).toBeLessThan(await top(button));
  });

  it('P4 asks for a password in a browser without passkeys', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await page.goto(await invites('no-passkeys@example.org'));
    await page.getByTestId('no-passkey-here').filter({ hasText: 'Choose a password' }).waitFor();
    expect(await page.getByTestId('without-password').count()).toBe(0);
  });

  it('X21 says that a chosen password counts after the set-up, and offers no other account before', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto(await invites('with-password@example.org'));
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await page.getByTestId('password-waits').filter({ hasText: 'as soon as you have done this step' }).waitFor();
    expect(await page.getByTestId('start-over').count()).toBe(0);
    // The other tab does not ask for the set-up once it is done.
    const { page: second } = await seat.secondTab();
    await second.goto('/sign-in');
    await second.getByTestId('enroll-totp').waitFor();
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret.replace(/\s/g, ''), app.clock.now));
    await page.getByTestId('done').click();
    await second.waitForURL('**/account');
  });

  it('X21 a link that does not work any more says so beside the half sign-in of somebody else', async () => {
    const seat = await desk.sitDown();
    const link = await invites('taken-back@example.org');
    const admin = await app.admin();
    const { accountId } = await admin.find('taken-back@example.org');
    expect((await admin.person.client.delete(`/admin/accounts/${accountId}/invitation`)).status).toBe(204);
    await seat.usesPassword((await app.newcomer()).identifier);
    await seat.page.getByTestId('step-email-code').waitFor();
    const { page } = await seat.secondTab();
    await page.goto(link);
    await page.getByTestId('link-used').waitFor();
    expect(await page.getByTestId('step-email-code').count()).toBe(0);
  });

  it('P4 says on the page of the set-up that the browser creates no passkeys', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto(await invites('other-browser@example.org'));
    await page.getByTestId('without-password').click();
    await page.getByTestId('enroll-passkey').waitFor();
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await page.reload();
    await page.getByTestId('no-passkeys').filter({ hasText: 'This browser can’t create passkeys' }).waitFor();
  });

  it('P4 waits for a device for a while, and then says so and lets the person try again', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.clock.install();
    await signsUp(seat, 'slow-device@example.org');
    await page.getByTestId('without-password').click();
    const create = page.getByTestId('enroll-passkey');
    await create.waitFor();
    await page.evaluate(NEVER_ANSWERS);
    await create.click();
    await page.waitForFunction(() => Reflect.get(globalThis, 'asked') === true);
    await page.clock.fastForward(91_000);
    expect(await seat.says()).toContain('it took too long');
    await expect.poll(() => create.getAttribute('aria-busy')).toBeNull();
  });

  it('X21 leads a person who signed up to a new link, where a password can be chosen', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await signsUp(seat, 'one-step@example.org');
    await page.getByTestId('without-password').click();
    await page.getByTestId('enroll-passkey').waitFor();
    expect(await page.getByTestId('only-passkey').textContent()).toContain('create the account once more');
    // The passkey is the whole sign-in, so the page does not speak of one more step.
    expect(await page.getByTestId('because').count()).toBe(0);
  });

  it('P4 the codes of an account without a password say that they need one', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await signsUp(seat, 'without-first-proof@example.org');
    await page.getByTestId('without-password').click();
    await page.getByTestId('enroll-passkey').click();
    const note = await page.getByTestId('beside-password').textContent();
    expect(note).toContain('Set a password on the account page, under “How you sign in”');
    // The note comes first, and the page does not promise that a code signs the person in.
    const head =
      (await page.getByTestId('backup-codes').locator('xpath=preceding-sibling::header').textContent()) ?? '';
    expect(head).toMatch(/codes\s*A code counts together with your password/);
    expect(head).not.toMatch(/takes? its place|signs you in/);
    expect(head).toContain('Each code works once.');
    expect(head).toContain('create a second passkey');
    await page.getByTestId('done').click();
    await seat.isOnAccountPage();
    const says = 'Counts only together with a password, and you have none.';
    const row = (name: string): Locator => page.locator(`[data-factor="${name}"]`);
    const ofCodes = await row('Backup codes').textContent();
    expect(ofCodes).toContain('Each works once, together with a password, and you have none.');
    expect(ofCodes).not.toContain('in place of');
    expect(ofCodes).not.toContain('take the place of');
    expect(await row('Authenticator app').textContent()).not.toContain(says);
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('news').filter({ visible: true }).waitFor();
    expect(await row('Authenticator app').textContent()).toContain(says);
    // The way back to a password has the words of the way without.
    expect(await row('Password').textContent()).toContain('None. You sign in without a password.');
    await row('Password').getByRole('button', { name: 'Set a password' }).click();
    await page.getByTestId('dialog').getByTestId('next').fill('four plain words together');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'Your password is saved' }).waitFor();
  });
});

/** A browser whose prompt ends only if the page ends it. */
const NEVER_ANSWERS = `
  CredentialsContainer.prototype.create = ({ signal }) => new Promise((_, reject) => {
    globalThis.asked = true;
    signal.addEventListener('abort', () => reject(signal.reason));
  });`;
