import { describe, expect, it } from 'vitest';
import { chromiumForThisFile, chromiumHere } from '../support/browser.ts';
import { HOUR } from '../support/clock.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { ownsVaultByPasskey } from '../support/vault-page.ts';
import { INTERNAL } from '../support/virtual-authenticator.ts';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a vault that its owner closes, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('P21 is closed, also after a passkey confirmed a change', async () => {
    const seat = await desk.sitDown({ ...INTERNAL, hasPrf: true });
    const { page } = seat;
    await ownsVaultByPasskey(seat, app);
    app.clock.advance(HOUR / 2);
    await page.getByTestId('change-secret').click();
    const next = 'entirely other words by the sea';
    await page.getByTestId('next-secret').fill(next);
    await page.getByTestId('next-again').fill(next);
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.getByTestId('dialog').last().getByTestId('passkey-button').click();
    await page.getByTestId('news').filter({ hasText: /\S/ }).waitFor();
    await seat.touches();
    await page.getByTestId('lock').click();
    await page.waitForTimeout(2_000);
    expect([await page.getByTestId('locked').count(), await page.getByTestId('note').count()]).toEqual([1, 0]);
  });
});
