import { corpPeople } from '@sallyport/example-quickstart/people';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { corpForThisTest, linkedAda, Traveller } from '@sallyport/example-quickstart/test/corp';
import { FIRST_POLICY } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const BEN = { subject: 'corp-ben', two: 'yes' };

describe.skipIf(chromiumHere === null)(
  'a role that a provider gave, among the changes of the overview, in Chromium',
  () => {
    const chromium = chromiumForThisFile();

    it('N5 P7 is gone after its undo, or has no undo', async () => {
      const trust = [{ acr: 'https://refeds.org/profile/mfa', strength: 'enhanced' }] as const;
      const policy = { ...FIRST_POLICY, providers: { corp: { trust, createAccounts: true } } };
      const corp = await corpForThisTest(policy, ['employee']);
      const ada = await linkedAda(corp);
      const atCorp = corpPeople.find(({ subject }) => subject === BEN.subject) ?? {};
      type Own = { readonly accountId: string; readonly roles: readonly string[] };
      const signsIn = async (groups: readonly string[]): Promise<Own> => {
        Object.assign(atCorp, { groups });
        const ben = new Traveller(corp);
        await ben.signsIn(BEN);
        return (await ben.client.get<Own>('/account')).body;
      };
      expect((await signsIn([])).roles).toEqual([]);
      const { accountId, roles } = await signsIn(['employee']);
      expect(roles).toEqual(['employee']);

      const seat = await chromium.at(corp).sitDown();
      const cookies = Array.from(ada.cookies, ([name, value]) => ({ name, value, url: corp.url }));
      await seat.page.context().addCookies(cookies);
      const { page } = seat;
      await page.goto('/admin');
      await page.getByTestId('change').first().waitFor();
      const change = page.locator('[data-testid="change"][data-type="account.roles-changed"]');
      const undo = change.getByTestId('undo');
      if ((await undo.count()) === 0) return;
      await undo.first().click();
      await page.getByTestId('confirm').click();
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
      const { body } = await ada.get<Own>(`/admin/accounts/${accountId}`);
      expect(body.roles).toEqual([]);
    });
  },
);
