import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'an act of a page whose person was replaced without a word to the page, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X21 X44 reaches no other account than the one that its question names, also without a step-up', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const owner = await newcomerAt(seat, app);
      await page.goto('/account');
      await page.getByTestId('delete-account').click();
      expect(await page.getByTestId('dialog').textContent()).toContain(owner.identifier);
      // A sign-in page of the host, in a window beside.
      const other = await app.newcomer();
      const { identifier } = other;
      const headers = { origin: new URL(page.url()).origin };
      const ask = (path: string, data: unknown) => page.request.post(`/auth${path}`, { headers, data });
      await ask('/sign-in', { identifier, password: other.has.password });
      await ask('/sign-in/email-code/send', {});
      const granted = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
      expect(await granted.json()).toMatchObject({ status: 'complete' });
      await page.getByTestId('confirm').click();
      await page.getByTestId('not-done').waitFor();
      const ada = await app.admin();
      const statusOf = async ({ has }: Person) =>
        (await ada.person.client.get(`/admin/accounts/${has.accountId}`)).status;
      expect([await statusOf(owner), await statusOf(other)]).toEqual([200, 200]);
    });
  },
);
