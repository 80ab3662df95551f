import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: {
    ...FIRST_POLICY,
    roles: {
      ...FIRST_POLICY.roles,
      contractor: { later: [{ from: '2031-03-20T00:00:00Z', requiredStrength: 'phishing-resistant' }] },
    },
    later: [{ from: '2031-03-13T00:00:00Z', requiredStrength: 'enhanced' }],
  },
});

describe.skipIf(chromiumHere === null)('a requirement that begins at a date, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X42 the account page says from when on what is needed, and sets it up', async () => {
    const seat = await desk.sitDown();
    await newcomerAt(seat, app);
    const { page } = seat;
    await page.goto('/account');
    const note = page.getByTestId('soon');
    await note.waitFor();
    expect(await note.textContent()).toContain(
      'From March 13, 2031 on you need a passkey or an authenticator app to sign in here. Set it up now.',
    );
    expect(await page.getByTestId('recommendations').count()).toBe(0);
    await note.getByTestId('soon-totp').click();
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.locator('dialog[open]').last().getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('backup-codes').waitFor();
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('soon').count()).toBe(0);
  });
});
