import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import {
  ownsVaultByPasskey,
  ownsVaultBySecret,
  shownWays,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import type { AuthenticatorTraits } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

const INSIDE: AuthenticatorTraits = { transport: 'internal', ctap2Version: 'ctap2_1', hasPrf: true };

describe.skipIf(chromiumHere === null)('the vault, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('N11 offers no passkey to a browser without passkeys, and says so where a passkey would open the vault', async () => {
    const seat = await desk.sitDown(INSIDE);
    const { page } = seat;
    await ownsVaultByPasskey(seat, app);
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await page.reload();
    await page.getByTestId('locked').waitFor();
    expect(await page.getByTestId('open-with-passkey').count()).toBe(0);
    expect(await page.getByTestId('locked').textContent()).toContain('This browser can’t use passkeys');
    await typesSecret(seat);
    await page.getByTestId('change-secret').waitFor();
    expect(await shownWays(seat)).toContain('passkey');
    for (const offer of ['add-passkey', 'add-existing-passkey'])
      expect(await page.getByTestId(offer).count(), offer).toBe(0);
  });

  it('N11 asks nothing of the server that the person may not ask', async () => {
    const seat = await desk.sitDown(INSIDE);
    const refused: string[] = [];
    seat.page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    await ownsVaultBySecret(seat, app);
    await seat.page.reload();
    await seat.page.getByTestId('locked').waitFor();
    expect(refused).toEqual([]);
  });
});
