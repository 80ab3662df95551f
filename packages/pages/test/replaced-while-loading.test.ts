import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an account page whose person is replaced while it loads, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 X44 deletes no other account than the one that its question names', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const owner = await newcomerAt(seat, app);
    const other = await app.newcomer();
    const { identifier } = other;
    await page.goto('/');
    const headers = { origin: new URL(page.url()).origin };
    const ask = (path: string, data: unknown) => page.request.post(`/auth${path}`, { headers, data });
    // The page reads the account for its head once it shows the account. Another person signs in before, in a window of the host.
    let reads = 0;
    await page.route('**/auth/account', async (route) => {
      reads += 1;
      if (reads === 2) {
        await ask('/sign-in', { identifier, password: other.has.password });
        await ask('/sign-in/email-code/send', {});
        const granted = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
        expect(await granted.json()).toMatchObject({ status: 'complete' });
      }
      await route.continue();
    });
    await page.goto('/account', { waitUntil: 'networkidle' });
    expect(reads).toBeGreaterThan(1);
    await page.getByTestId('delete-account').click();
    const question = (await page.getByTestId('dialog').textContent()) ?? '';
    const unnamed = question.includes(owner.identifier) ? other : owner;
    await page.getByTestId('confirm').click();
    await page.getByTestId('deleted').or(page.getByTestId('not-done')).or(page.getByTestId('step-up-cancel')).waitFor();
    const ada = await app.admin();
    const statusOf = async ({ has }: Person) =>
      (await ada.person.client.get(`/admin/accounts/${has.accountId}`)).status;
    expect(await statusOf(unnamed)).toBe(200);
  });
});
