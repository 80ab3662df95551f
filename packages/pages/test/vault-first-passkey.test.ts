import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { ownsVaultBySecret, shownWays } from '@sallyport/example-quickstart/test/vault-page';
import type { AuthenticatorTraits } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

const INSIDE: AuthenticatorTraits = { transport: 'internal', ctap2Version: 'ctap2_1', hasPrf: true };

describe.skipIf(chromiumHere === null)('the first passkey of a person, from the page of the vault, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('N11 shows the backup codes that come with the passkey, before the passkey opens the vault', async () => {
    const seat = await desk.sitDown(INSIDE);
    const { page } = seat;
    await ownsVaultBySecret(seat, app);
    await page.getByTestId('add-passkey').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('backup-code').first().waitFor();
    expect(await page.getByTestId('dialog').textContent()).toContain('Save your backup codes');
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);
    // A reload loses no codes.
    const shown = await page.getByTestId('backup-codes').textContent();
    await page.reload();
    await page.getByTestId('backup-code').first().waitFor();
    expect(await page.getByTestId('backup-codes').textContent()).toBe(shown);
    await page.getByTestId('done').click();
    await page.getByTestId('locked').waitFor();
    await page.reload();
    await page.getByTestId('locked').waitFor();
    expect(await page.getByTestId('backup-code').count()).toBe(0);
  });

  it('N11 lets the passkey in once the codes are saved, and says what is left to do if the owner confirms nothing', async () => {
    const seat = await desk.sitDown(INSIDE);
    const { page } = seat;
    await ownsVaultBySecret(seat, app);
    await page.getByTestId('add-passkey').click();
    await page.evaluate(GIVES_NO_KEY_YET);
    await page.getByTestId('confirm').click();
    await page.getByTestId('done').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.getByTestId('step-up-cancel').click();
    const news = page.getByTestId('news').filter({ hasText: 'doesn’t open the vault yet' });
    expect(await news.getAttribute('class')).toBe('note warn');
    expect(await news.textContent()).toContain('press “Use a passkey you have”');
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);
    await page.getByTestId('add-existing-passkey').click();
    await seat.pressesPasskeyButton();
    await page.getByTestId('news').filter({ hasText: 'opens the vault now' }).waitFor();
    expect(await shownWays(seat)).toEqual(['secret', 'emergency', 'passkey']);
    expect(await page.locator('[data-testid=way][data-kind=passkey]').textContent()).toContain('on this page');
  });
});

/** Chromium's authenticators give PRF outputs when a passkey is created. The script hides the output, as other authenticators do. */
const GIVES_NO_KEY_YET = `(() => {
  const create = CredentialsContainer.prototype.create;
  CredentialsContainer.prototype.create = async function (options) {
    const credential = await create.call(this, options);
    const { prf, ...others } = credential.getClientExtensionResults();
    credential.getClientExtensionResults = () => ({ ...others, prf: { enabled: true } });
    return credential;
  };
})()`;
