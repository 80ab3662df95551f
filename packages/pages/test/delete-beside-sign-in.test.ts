import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'a deletion on an account page that loaded beside a sign-in, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X21 X44 reaches no other account than the one that its question names', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const owner = await newcomerAt(seat, app);
      await page.goto('/account');
      await page.getByTestId('overview').waitFor();
      // Another person is in a sign-in that asks for a set-up, in a window beside.
      const other = await app.newcomer('contractor');
      const { identifier } = other;
      const headers = { origin: new URL(page.url()).origin };
      const ask = async (path: string, data: unknown) =>
        (await page.request.post(`/auth${path}`, { headers, data })).json();
      await ask('/sign-in', { identifier, password: other.has.password });
      await ask('/sign-in/email-code/send', {});
      const answer = await ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
      expect(answer).toMatchObject({ status: 'enroll' });
      // The role that asked for the set-up goes.
      const ada = await app.admin();
      const path = ({ has }: Person): string => `/admin/accounts/${has.accountId}`;
      expect((await ada.person.client.put(`${path(other)}/roles`, { roles: [] })).status).toBe(200);
      await page.goto('/account', { waitUntil: 'networkidle' });
      await page.getByTestId('delete-account').click();
      const question = (await page.getByTestId('dialog').textContent()) ?? '';
      const unnamed = question.includes(owner.identifier) ? other : owner;
      await page.getByTestId('confirm').click();
      await page
        .getByTestId('deleted')
        .or(page.getByTestId('not-done'))
        .or(page.getByTestId('step-up-cancel'))
        .waitFor();
      const statusOf = async (person: Person) => (await ada.person.client.get(path(person))).status;
      expect(await statusOf(unnamed)).toBe(200);
    });
  },
);
