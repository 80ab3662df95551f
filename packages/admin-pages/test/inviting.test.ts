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

  it('X21 to several people stops where the server is away, and keeps all whom it did not reach', async () => {
    const { person } = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(person);
    const { page } = seat;
    const asked: unknown[] = [];
    await page.route('**/admin/accounts', async (route) => {
      const { invite, identifier } = route.request().postDataJSON() ?? {};
      if (invite !== true) return route.fallback();
      asked.push(identifier);
      await route.fulfill({ status: 503, json: { code: 'store-unavailable' } });
    });
    await page.goto('/admin/people?new=1');
    await page.getByTestId('new-identifier').fill('one@example.org,two@example.org,three@example.org');
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('error')
      .filter({ hasText: 'one@example.org, two@example.org, three@example.org' })
      .waitFor();
    expect(asked).toEqual(['one@example.org']);
  });
});
