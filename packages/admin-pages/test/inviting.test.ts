import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an invitation of an administrator, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 that could not be mailed says so, and that the account is there', async () => {
    const { person } = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(person);
    const { page } = seat;
    await page.route('**/admin/accounts', async (route) => {
      const response = await route.fetch();
      const { invitation, ...account } = (await response.json()) as { readonly invitation?: object };
      await route.fulfill({ response, json: { ...account, invitation: { ...invitation, notMailed: true } } });
    });
    await page.goto('/admin/people?new=1');
    await page.getByTestId('new-identifier').fill('not-mailed@example.org');
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news').filter({ hasText: 'could not be mailed to not-mailed@example.org' });
    expect(await news.textContent()).toContain('The account is there: send the invitation again');
    expect(await news.textContent()).not.toContain('on its way');
  });
});
