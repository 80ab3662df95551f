import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** More than a page of the list. */
const MANY = 51;

describe.skipIf(chromiumHere === null)(
  'a person who was ticked on another page of the list, and whom another administrator blocked anew meanwhile, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('P18 stays blocked, if many blocks end together with a block that is newer still', async () => {
      const ada = await app.admin();
      const creates = async (identifier: string): Promise<string> => {
        const { body } = await ada.creates({ identifier });
        return body.accountId;
      };
      const acts = (act: 'block' | 'unblock', id: string, body: object = {}) =>
        ada.person.client.post(`/admin/accounts/${id}/${act}`, body);
      const first = await creates('aaa@example.org');
      const last = await creates('zzz@example.org');
      const between: string[] = [];
      for (let n = 0; n < MANY; n++) between.push(await creates(`m${n}@example.org`));
      for (const id of [first, ...between])
        expect((await acts('block', id, { reason: 'lost telephone' })).status).toBe(200);

      const seat = await desk.sitDown();
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto('/admin/people?state=blocked&sort=identifier');
      await page.getByTestId('select').first().check();

      // In another browser.
      app.clock.advance(1_000);
      expect((await acts('unblock', first)).status).toBe(200);
      expect((await acts('block', first, { reason: 'an investigation' })).status).toBe(200);
      expect((await acts('block', last, { reason: 'lost telephone' })).status).toBe(200);

      await page.getByTestId('next-page').click();
      await page.getByTestId('previous-page').waitFor();
      await page.getByTestId('select').last().check();
      await page.getByTestId('unblock-many').click();
      await page.getByTestId('dialog').waitFor();
      const asks = page.waitForResponse((response) => response.url().endsWith('/auth/admin/accounts/acts'));
      await page.getByTestId('confirm').click();
      await asks;
      const statusOf = async (id: string) =>
        (await ada.person.client.get<{ status: string }>(`/admin/accounts/${id}`)).body.status;
      expect(await statusOf(last)).toBe('active');
      expect(await statusOf(first)).toBe('blocked');
    });
  },
);
