import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'a set-up on the account page beside a sign-in in another tab, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X9 X44 does not give its passkey to the account that signs in in the other tab', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const owner = await newcomerAt(seat, app);
      await page.goto('/account');
      await page.getByTestId('enroll-passkey').click();
      const press = page.getByTestId('dialog').getByTestId('enroll-passkey');
      await press.waitFor();
      // Another person begins to sign in in a tab beside, and has to set something up.
      const other = await app.newcomer('contractor');
      const tab = await seat.secondTab();
      await tab.page.goto('/sign-in');
      await tab.types(other.identifier);
      await tab.page.getByTestId('step-email-code').waitFor();
      await tab.page.getByTestId('code').fill(await mailedCode(app, other.identifier));
      await tab.isOn('/enroll');
      await tab.page.getByTestId('enroll-passkey').waitFor();
      await page.bringToFront();
      expect((await seat.posts('/enroll/passkey', () => press.click())).status).toBe(200);
      const ada = await app.admin();
      const { body } = await ada.person.client.get(`/admin/accounts/${other.has.accountId}`);
      expect(body).toMatchObject({ factors: { passkeys: [] } });
      expect(await seat.session()).toMatchObject({ accountId: owner.has.accountId });
      expect((await seat.account()).factors.passkeys).toHaveLength(1);
      // The other person's sign-in goes on.
      expect((await page.context().cookies()).map(({ name }) => name)).toContain('sallyport-flow');
    });
  },
);
