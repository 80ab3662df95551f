import { faultsOf } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { emergencyAccount, signsInByApp } from '@sallyport/example-quickstart/test/emergency-account';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import {
  makesVault,
  ownsVaultBySecret,
  signsInToVault,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({ sms: true });

describe.skipIf(chromiumHere === null)('the account meets WCAG 2.2 AA in every state, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('in its dialogs, with what is wrong there', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.signsInAlone();
    for (const opener of ['change-email', 'rename-passkey', 'remove-passkey', 'new-backup-codes', 'delete-account']) {
      await page.getByTestId(opener).click();
      await page.getByTestId('dialog').waitFor();
      expect.soft(await faultsOf(page), opener).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
    }
    await page.getByTestId('change-password').click();
    await page.getByTestId('current').fill('not the password');
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('confirm').click();
    await seat.says();
    expect.soft(await faultsOf(page), 'wrong password').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('qr').waitFor();
    expect.soft(await faultsOf(page), 'app').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('enroll-sms-code').click();
    await page.getByTestId('address').waitFor();
    expect.soft(await faultsOf(page), 'telephone number').toEqual([]);
  });

  it('on the vault’s page of the emergency account, with nobody found, and with what to do next', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const owner = await ownsVaultBySecret(seat, app);
    await signsInByApp(seat, app, await emergencyAccount(app));
    await page.goto('/vault');
    await page.getByTestId('emergency').waitFor();
    expect.soft(await faultsOf(page), 'the form').toEqual([]);
    await page.getByTestId('whose').fill('nobody@example.org');
    await page.getByTestId('reason').fill('asked for it in person');
    await page.getByTestId('open-emergency').click();
    await seat.says();
    expect.soft(await page.getByTestId('whose').getAttribute('aria-invalid'), 'the field at fault').toBe('true');
    expect.soft(await faultsOf(page), 'nobody').toEqual([]);
    await page.getByTestId('whose').fill(owner.identifier);
    await page.getByTestId('open-emergency').click();
    await page.getByTestId('emergency-command').waitFor();
    expect.soft(await faultsOf(page), 'what to do next').toEqual([]);
  });

  it('where it asks for a proof, and with a vault', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.touches();
    await page.goto('/');
    await page.getByTestId('route-payout').click();
    await page.getByTestId('step-passkey').waitFor();
    expect.soft(await faultsOf(page), 'step-up').toEqual([]);
    await page.getByTestId('step-up-cancel').click();
    await signsInToVault(seat);
    await page.getByTestId('make-vault').waitFor();
    expect.soft(await faultsOf(page), 'no vault').toEqual([]);
    await page.getByTestId('secret').fill('a long walk by the sea');
    await page.getByTestId('again').fill('a long walk by the lake');
    await page.getByTestId('make-vault').click();
    await seat.says();
    const again = page.getByTestId('again');
    expect.soft(await again.getAttribute('aria-invalid'), 'the field at fault').toBe('true');
    expect
      .soft(await again.evaluate((field) => field.ariaDescribedByElements?.map(({ textContent }) => textContent)))
      .toContain(await seat.says());
    expect.soft(await faultsOf(page), 'two that are not the same').toEqual([]);
    await makesVault(seat);
    expect.soft(await faultsOf(page), 'open vault').toEqual([]);
    await page.getByTestId('replace-key').click();
    await page.getByTestId('dialog').waitFor();
    expect.soft(await faultsOf(page), 'a new key').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('lock').click();
    await page.getByTestId('locked').waitFor();
    expect.soft(await faultsOf(page), 'closed vault').toEqual([]);
    await typesSecret(seat, 'not the master secret');
    await seat.says();
    expect.soft(await faultsOf(page), 'a master secret that is refused').toEqual([]);
  });
});
