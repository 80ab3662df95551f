import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'the roles of a person that another administrator changed meanwhile, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('W4 a role that another administrator took stays taken, if a page that was open before gives one more', async () => {
      const person = await app.newcomer('contractor');
      await person.proves('password', 'email-code');
      await person.enrollsTotp();
      const ada = await app.admin();
      const seat = await desk.sitDown();
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
      await page.getByTestId('roles-card').waitFor();
      expect(await page.getByTestId('roles-contractor').isChecked()).toBe(true);

      // In another browser, the role is taken.
      const id = await ada.idOf(person);
      const taken = await ada.person.client.put(`/admin/accounts/${id}/roles`, { roles: [], force: true });
      expect(taken.status).toBe(200);

      await page.getByTestId('roles-employee').check();
      const asks = page.waitForResponse((response) => response.url().includes(`/auth/admin/accounts/${id}`));
      await page.getByTestId('save-roles').click();
      await asks;
      await page.waitForLoadState('networkidle');
      const { roles } = Object(await ada.sees(person));
      expect(roles).not.toContain('contractor');
    });

    it('N5 the undo of a change of roles does not undo a newer change of another administrator', async () => {
      const person = await app.newcomer('contractor');
      const ada = await app.admin();
      const id = await ada.idOf(person);
      const { client } = ada.person;
      expect((await client.put(`/admin/accounts/${id}/roles`, { roles: ['contractor', 'employee'] })).status).toBe(200);
      const seat = await desk.sitDown();
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto('/admin');
      const change = page.locator('[data-testid="change"][data-type="account.roles-changed"]').first();
      await change.getByTestId('undo').waitFor();

      // In another browser, every role is taken.
      expect((await client.put(`/admin/accounts/${id}/roles`, { roles: [], force: true })).status).toBe(200);

      await change.getByTestId('undo').click();
      await page.getByTestId('confirm').click();
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
      expect(Object(await ada.sees(person)).roles).toEqual([]);
    });
  },
);
