import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();
const [NAME, EMAIL] = ['ceo@example.org', 'eve@example.org'];

describe.skipIf(chromiumHere === null)('a person whose sign-in name is not the mailbox, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 has both in the list, on the page, in the questions of acts and with a code, and in the log', async () => {
    const ada = await app.admin();
    const { body } = await ada.creates({ identifier: NAME, email: EMAIL, password: 'four plain words together' });
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people?query=eve');
    const row = page.locator(`tr[data-id="${body.accountId}"]`);
    const cell = await row.getByRole('rowheader').textContent();
    expect([cell?.includes(NAME), cell?.includes(EMAIL)]).toEqual([true, true]);
    // Ada's name is her mailbox, which stands there once.
    await page.goto('/admin/people?query=ada');
    const own = await page.getByRole('rowheader').first().textContent();
    expect(own?.split('ada').length).toBe(2);

    await page.goto(`/admin/people?id=${body.accountId}`);
    await expect.poll(() => page.getByTestId('detail-identifier').textContent()).toBe(NAME);
    await page.locator('#lead').getByText(EMAIL).waitFor();
    const dialog = page.getByTestId('dialog');
    await page.getByTestId('help-in').click();
    expect(await dialog.locator('header').textContent()).toContain(`${NAME} (${EMAIL})`);
    await dialog.locator('[name="lost"][value="password"]').check();
    await page.getByTestId('confirm').click();
    const code = page.getByTestId('kept-code');
    await code.getByText(`${NAME} (${EMAIL})`).waitFor();
    // The person types the sign-in name alone.
    expect(await code.getByTestId('code-enter').textContent()).not.toContain(EMAIL);

    await page.goto(`/admin/activity?account=${body.accountId}`);
    await page.locator('main').getByText(`${NAME} (${EMAIL})`).first().waitFor();
  });
});
