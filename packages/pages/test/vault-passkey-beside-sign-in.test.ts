import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { ownsVaultBySecret } from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)(
  'a passkey of the vault page beside a sign-in in another tab, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X9 P21 is not given to the account that signs in in the other tab', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const owner = await ownsVaultBySecret(seat, app);
      const other = await app.newcomer('contractor');
      const tab = await seat.secondTab();
      await tab.page.goto('/sign-in');
      await tab.types(other.identifier);
      await tab.page.getByTestId('step-email-code').waitFor();
      await tab.page.getByTestId('code').fill(await mailedCode(app, other.identifier));
      await tab.isOn('/enroll');
      await tab.page.getByTestId('enroll-passkey').waitFor();
      await page.bringToFront();
      await page.getByTestId('add-passkey').click();
      expect((await seat.posts('/enroll/passkey', () => page.getByTestId('confirm').click())).status).toBe(200);
      const ada = await app.admin();
      const { body } = await ada.person.client.get(`/admin/accounts/${other.has.accountId}`);
      expect(body).toMatchObject({ factors: { passkeys: [] } });
      expect(await seat.session()).toMatchObject({ accountId: owner.has.accountId });
      expect((await seat.account()).factors.passkeys).toHaveLength(1);
    });
  },
);
