import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const both = { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } as const;
const app = await quickstartForThisFile({
  policy: { roles: { careful: { requiredStrength: 'both' } }, strengths: { both } },
});

describe.skipIf(chromiumHere === null)('a sign-in that needs two set-ups, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('W16 shows the backup codes after the first set-up, and then goes on to the second', async () => {
    const { identifier } = await app.newcomer('careful');
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.usesPassword(identifier);
    await page.getByTestId('code').fill(await mailedCode(app, identifier));
    await page.getByTestId('enroll-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('backup-codes').waitFor();
    const codes = await page.getByTestId('backup-code').allTextContents();
    expect(codes.length).toBeGreaterThan(4);
    // Unsaved codes come back after a reload.
    await page.reload();
    await page.getByTestId('backup-codes').waitFor();
    expect(await page.getByTestId('backup-code').allTextContents()).toEqual(codes);
    await page.getByTestId('done').click();

    await seat.touches(seat.authenticator);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('overview').waitFor();
    expect((await seat.account()).factors.backupCodes.remaining).toBe(codes.length);
  });
});
