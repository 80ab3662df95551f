import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'a person whom another administrator blocked anew meanwhile, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('P18 stays blocked, if a page that shows the block before unblocks', async () => {
      const person = await app.newcomer();
      const ada = await app.admin();
      const id = await ada.idOf(person);
      expect((await ada.does('block', person, { reason: 'lost telephone' })).status).toBe(200);
      const seat = await desk.sitDown();
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto(`/admin/people?id=${id}`);
      await page.getByTestId('unblock').first().waitFor();
      expect(await page.locator('main').textContent()).toContain('lost telephone');

      // In another browser.
      expect((await ada.does('unblock', person)).status).toBe(200);
      expect((await ada.does('block', person, { reason: 'an investigation' })).status).toBe(200);

      await page.getByTestId('unblock').first().click();
      await page.getByTestId('dialog').waitFor();
      expect(await page.getByTestId('dialog').textContent()).not.toContain('an investigation');
      const asks = page.waitForResponse((response) => response.url().includes(`/auth/admin/accounts/${id}`));
      await page.getByTestId('confirm').click();
      await asks;
      expect(Object(await ada.sees(person)).status).toBe('blocked');
    });
  },
);
