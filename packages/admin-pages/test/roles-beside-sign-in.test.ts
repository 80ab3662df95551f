import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'the page of a person whose sign-in is open in a window beside, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X8 X44 keeps the administrator signed in when the roles are saved', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const other = await app.newcomer('contractor');
      const ada = await app.admin();
      await seat.takesOver(ada.person);
      await page.goto('/');
      const before = await seat.session();
      // The administrator tries the account out, in a window of the same browser.
      const { identifier } = other;
      const headers = { origin: new URL(page.url()).origin };
      const ask = async (path: string, data: unknown) =>
        (await page.request.post(`/auth${path}`, { headers, data })).json();
      await ask('/sign-in', { identifier, password: other.has.password });
      await ask('/sign-in/email-code/send', {});
      const answer = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
      expect(answer).toMatchObject({ status: 'enroll' });
      await page.goto(`/admin/people?id=${other.has.accountId}`);
      await page.getByTestId('roles-contractor').uncheck();
      await page.getByTestId('save-roles').click();
      await page.waitForTimeout(3_000);
      expect((await seat.session()).accountId).toBe(before.accountId);
    });
  },
);
