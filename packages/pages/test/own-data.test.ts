import { readFile } from 'node:fs/promises';
import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the own account, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 gets another sign-in name, and exports everything as one file', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    const dialog = page.getByTestId('dialog');
    await page.getByTestId('change-identifier').click();
    await dialog.getByTestId('identifier').fill('ada@example.org');
    await page.getByTestId('confirm').click();
    await dialog.getByTestId('error').waitFor();
    await dialog.getByTestId('identifier').fill('theodora');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
    expect(await page.getByTestId('overview').textContent()).toContain('theodora');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
    const kept = JSON.parse(await readFile(await file.path(), 'utf8'));
    expect(kept).toMatchObject({ account: { identifiers: ['theodora'] }, sessions: [{}] });
  });
});
