import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { ownsVaultBySecret, shownWays } from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { requiredStrength: 'baseline', vault: { emergency: 'required' } },
});

describe.skipIf(chromiumHere === null)('a vault that must let the emergency account in, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('P21 keeps the emergency account, and names the rules of the site as the reason', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownsVaultBySecret(seat, app);
    await page.locator('[data-testid=way][data-kind=emergency]').getByTestId('remove-way').click();
    await page.getByTestId('confirm').click();
    const problem = page.getByTestId('dialog').getByRole('alert');
    await problem.filter({ hasText: 'The rules of this site ask every vault' }).waitFor();
    await page.getByTestId('cancel').click();
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);
  });
});
