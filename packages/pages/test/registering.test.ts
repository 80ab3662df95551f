import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import {
  FIRST_POLICY,
  quickstartForThisFile,
  quickstartForThisTest,
} from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, U2F, USB, USB_WITHOUT_PIN } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { thoroughly } from '@sallyport/test-support/how-much';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('registering passkeys, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  it.each(
    [
      { where: 'in the device itself', traits: INTERNAL, name: 'Passkey' },
      { where: 'on a U2F key', traits: U2F, name: 'Security key' },
      { where: 'on a USB key', traits: USB, name: 'Security key' },
      { where: 'on a USB key without a PIN', traits: USB_WITHOUT_PIN, name: 'Security key' },
    ].slice(0, thoroughly(4, 2)),
  )('P6 $where: the account page shows its name, its kind and its times', async ({ traits, name }) => {
    const seat = await desk.sitDown(traits);
    await newcomerAt(seat, app);
    await seat.registersPasskey();

    const shown = seat.page.getByTestId('passkey');
    expect(await shown.count()).toBe(1);
    expect(await shown.getByTestId('passkey-name').textContent()).toBe(name);
    expect(await shown.textContent()).toContain('on one device or key only');
    expect(await shown.textContent()).toContain('Mar 3, 2031');
    expect(await shown.textContent()).toMatch(/Added .*\s· not used since/);
    expect([await shown.getAttribute('data-id')]).toEqual(await seat.authenticator.passkeys());
  });

  it('P6, X15 two authenticators at once take one passkey each, and are told apart', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    await newcomerAt(seat, app);
    await seat.touches(internal);
    await seat.registersPasskey();
    expect(await seat.page.getByTestId('recommendations').count()).toBe(1);

    await seat.signsInAlone(internal);
    await seat.touches(usb);
    await seat.registersPasskey();

    const names = await seat.page.getByTestId('passkey-name').allTextContents();
    expect(names.toSorted()).toEqual(['Passkey', 'Security key']);
    expect(await internal.passkeys()).toHaveLength(1);
    expect(await usb.passkeys()).toHaveLength(1);
    expect(await seat.page.getByTestId('recommendations').count()).toBe(0);
  });

  it('the first passkey takes the place of codes by email, as the page says before; one more changes nothing', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    const person = await newcomerAt(seat, app);
    const { page } = seat;
    await seat.touches(internal);
    await page.goto('/account');
    await page.getByTestId('enroll-passkey').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('enroll-passkey').waitFor();
    expect(await dialog.textContent()).toMatch(/asked for a passkey.*a backup code, not for a code by email/);
    await page.getByTestId('cancel').click();
    await seat.registersPasskey();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-passkey').waitFor();
    expect(await page.getByTestId('method-backup-code').count()).toBe(1);
    expect(await page.getByTestId('method-email-code').count()).toBe(0);
    await seat.goesOnWithPasskey(internal);
    await seat.isOnAccountPage();
    await page.getByTestId('enroll-passkey').click();
    await dialog.getByTestId('enroll-passkey').waitFor();
    expect(await dialog.textContent()).toMatch(/What you have set up goes on working/);
  });

  it('a passkey says nothing of codes by email where the password alone signs in', async () => {
    const own = await quickstartForThisTest();
    await (await own.admin()).putsPolicy({ ...FIRST_POLICY, requiredStrength: 'single' });
    const seat = await chromium.at(own).sitDown();
    const { identifier } = await own.newcomer();
    await seat.usesPassword(identifier);
    await seat.isOnAccountPage();
    await seat.page.getByTestId('enroll-passkey').click();
    const dialog = seat.page.getByTestId('dialog');
    await dialog.getByTestId('enroll-passkey').waitFor();
    expect(await dialog.textContent()).not.toContain('by email');
    await seat.touches(seat.authenticator);
    await dialog.getByTestId('enroll-passkey').click();
    await seat.page.getByTestId('code').fill(await mailedCode(own, identifier));
    await seat.page.getByTestId('done').click();
    await seat.usesPassword(identifier);
    await seat.isOnAccountPage();
  });

  it('X15 the same authenticator is not registered twice, and the page says so', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.signsInAlone();

    await seat.asksForAnotherPasskey();
    const said = seat.page.getByTestId('dialog').getByTestId('error');
    await expect.poll(() => said.textContent()).toContain('already has a passkey for your account');
    expect(await seat.authenticator.passkeys()).toHaveLength(1);
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
  });

  it('a passkey that is not created is not called one that is not used, and the page says what to do', async () => {
    const seat = await desk.sitDown();
    await newcomerAt(seat, app);
    await seat.authenticator.recognises(false);
    await seat.asksForAnotherPasskey();
    expect(await seat.says()).toMatch(/^No passkey was created.*Try once more/);
    await seat.authenticator.recognises(true);
    await seat.page.getByTestId('dialog').getByTestId('enroll-passkey').click();
    await seat.page.getByTestId('backup-codes').waitFor();
  });

  it('a passkey that is not created leads to the app, if the page offers an app', async () => {
    const seat = await desk.sitDown();
    await newcomerAt(seat, app);
    await seat.authenticator.recognises(false);
    await seat.page.setViewportSize({ width: 390, height: 480 });
    await seat.page.goto('/enroll');
    await seat.page.getByTestId('enroll-passkey').click();
    expect(await seat.says()).toMatch(/^No passkey was created.*Or set up an authenticator app instead/);
    // The message stands below both choices, and this screen shows the upper one alone.
    const bottom = () => seat.page.getByTestId('error').evaluate((line) => line.getBoundingClientRect().bottom);
    await expect.poll(bottom).toBeLessThanOrEqual(480);
  });

  it('P6 a passkey is renamed on the account page', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.signsInAlone();

    const { page } = seat;
    await page.getByTestId('rename-passkey').click();
    await page.getByTestId('passkey-new-name').fill('Laptop');
    await page.getByTestId('confirm').click();
    await expect.poll(() => page.getByTestId('news').textContent()).toContain('Laptop');
    expect(await page.getByTestId('passkey-name').textContent()).toBe('Laptop');
  });
});
