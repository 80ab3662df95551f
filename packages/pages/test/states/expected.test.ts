import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { eachWidth } from '@sallyport/example-quickstart/test/widths';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('what people expect of the pages, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);
  const NO_WEBAUTHN = 'delete globalThis.PublicKeyCredential';
  const STATED = /Use at least \d+ characters\./;

  const openDialog = ({ page }: Seat) => page.locator('dialog[open]').last();

  it('the buttons beside who is signed in stand on the right edge of the start page, whatever date is there', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/');
    const edge = async (testid: string): Promise<number> => {
      const { x = 0, width = 0 } = (await page.getByTestId(testid).boundingBox()) ?? {};
      return x + width;
    };
    await page.getByTestId('sign-out').waitFor();
    expect(await edge('sign-out')).toBeCloseTo(await edge('mail-link'), 0);
    const [account, signOut] = [page.getByRole('link', { name: 'Your account' }), page.getByTestId('sign-out')];
    expect((await account.boundingBox())?.y).toBe((await signOut.boundingBox())?.y);
  });

  it('how long a password has to be is stated wherever one is chosen, and a common one is refused', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('change-password').click();
    expect(await page.locator('#next-hint').textContent()).toMatch(STATED);
    await page.getByTestId('current').fill(person.has.password);
    await page.getByTestId('next').fill('password123456');
    await page.getByTestId('confirm').click();
    expect(await seat.says()).toContain('one of the first that would be guessed');
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'password is saved' }).waitFor();

    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    expect(await page.locator('#next-hint').textContent()).toMatch(STATED);
    await page.getByTestId('next').fill('password123456');
    await page.getByTestId('submit').click();
    expect(await seat.says()).toContain('one of the first that would be guessed');

    await seat.takesOver((await app.admin()).person);
    await page.goto('/admin/people');
    await page.getByTestId('create-account').click();
    expect(await page.locator('#new-password-hint').textContent()).toMatch(STATED);
  });

  it('on a phone the key opens in the authenticator app by a touch; at a desk it is scanned', async () => {
    for (const at of eachWidth) {
      const seat = await desk.sitDownAt(at);
      await newcomerAt(seat, app);
      await seat.page.goto('/account');
      await seat.page.getByTestId('enroll-totp').click();
      const open = seat.page.getByTestId('open-totp');
      await seat.page.getByTestId('qr').waitFor();
      expect(await open.isVisible()).toBe(at === 'phone');
      // A narrow screen counts as a phone, even without touch support.
      await seat.page.setViewportSize({ width: 390, height: 800 });
      expect(await open.isVisible()).toBe(true);
      expect(await open.getAttribute('href')).toMatch(/^otpauth:\/\/totp\//);
    }
  });

  it('a recommendation has the button that does it', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('do-add-passkey').click();
    await openDialog(seat).getByTestId('enroll-passkey').click();
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ hasText: 'passkey is set up' }).waitFor();
    await page.getByTestId('do-add-second-passkey').waitFor();
    expect(await page.getByTestId('do-add-passkey').count()).toBe(0);
  });

  it('where there is no WebAuthn nothing offers a passkey, and nobody is left without a way', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await ownerAt(seat, app);
    await seat.signsInAlone();
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await openDialog(seat).getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('news').waitFor();

    await page.addInitScript(NO_WEBAUTHN);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('enroll-passkey').count()).toBe(0);
    expect(await page.getByTestId('recommendations').getByRole('button').count()).toBe(0);
    await seat.forgetsEverything();
    await page.goto('/sign-in');
    await seat.types(person.identifier);
    await page.getByTestId('step-totp').waitFor();
    expect(await page.getByTestId('method-passkey').count()).toBe(0);
    await page.getByTestId('lost').click();
    expect(await page.getByTestId('method-passkey').count()).toBe(0);
    expect(await page.getByTestId('passkey-button').count()).toBe(0);
  });

  it('a code goes off with its last digit, once, and a wrong code again by the button alone', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await seat.forgetsEverything();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    const right = await mailedCode(app, person.identifier);
    const wrong = right === '000000' ? '111111' : '000000';
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/sign-in/email-code')) sent.push(JSON.parse(request.postData() ?? '{}').code);
    });
    const field = page.getByTestId('code');
    await field.pressSequentially(wrong.slice(0, 5));
    expect(sent).toEqual([]);
    await field.pressSequentially(wrong.slice(5));
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await field.fill('');
    await field.fill(wrong);
    expect(sent).toEqual([wrong]);
    // Pasted, as it stands in the mail.
    await field.fill(`${right.slice(0, 3)} ${right.slice(3)}`);
    await seat.isOnAccountPage();
    expect(sent).toEqual([wrong, right]);
  });

  it.each(eachWidth)('a demo person who is picked signs in by Enter: the focus is on the button (%s)', async (at) => {
    const seat = await desk.sitDownAt(at);
    const { page } = seat;
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await seat.touches();
    await page.goto('/');
    await page.getByTestId('person-ben').click();
    await expect.poll(focused).toBe('submit');
    await page.getByTestId('fill-dora').click();
    await expect.poll(focused).toBe('submit');
    await page.keyboard.press('Enter');
    await page.getByTestId('signing-in').filter({ hasText: 'dora@example.org' }).waitFor();
  });

  it('the start page promises nothing that a change of the policy makes untrue', async () => {
    const seat = await desk.sitDown();
    await seat.page.goto('/');
    expect(await seat.page.locator('.hero').textContent()).not.toMatch(/code|passkey|app\b|two steps/i);
    for (const card of await seat.page.locator('.person').allTextContents()) expect(card).toContain('At the start:');
  });

  it('who is signing in stands on each step, from the password to the second step that is set up', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await app.newcomer('contractor');
    await seat.usesPassword(identifier);
    const said = page.getByTestId('signing-in').filter({ hasText: identifier });
    await page.getByTestId('step-email-code').waitFor();
    await said.waitFor();
    await page.getByTestId('lost').click();
    await page.getByTestId('lost-title').waitFor();
    await said.waitFor();
    await page.getByTestId('have-enrollment-code').or(page.getByTestId('lost-back')).first().click();
    await said.waitFor();
  });
});
