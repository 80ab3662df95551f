import { corpPeople } from '@sallyport/example-quickstart/people';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { corpForThisTest, linkedAda, Traveller } from '@sallyport/example-quickstart/test/corp';
import { FIRST_POLICY } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const BEN = { subject: 'corp-ben', two: 'yes' };

describe.skipIf(chromiumHere === null)('the roles that a provider gave to a person, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('P7 W4 end with the provider, also if an administrator gave the person another role meanwhile', async () => {
    const trust = [{ acr: 'https://refeds.org/profile/mfa', strength: 'enhanced' }] as const;
    const policy = { ...FIRST_POLICY, providers: { corp: { trust, createAccounts: true } } };
    const corp = await corpForThisTest(policy, ['employee']);
    const ada = await linkedAda(corp);
    const ben = new Traveller(corp);
    await ben.signsIn(BEN);
    type Own = { readonly accountId: string; readonly roles: readonly string[] };
    const { body: before } = await ben.client.get<Own>('/account');
    expect(before.roles).toEqual(['employee']);
    const exported = async (): Promise<readonly string[]> =>
      (await ben.client.get<{ account: Own }>('/account/export')).body.account.roles;
    expect(await exported()).toEqual([]);

    const seat = await chromium.at(corp).sitDown();
    const cookies = Array.from(ada.cookies, ([name, value]) => ({ name, value, url: corp.url }));
    await seat.page.context().addCookies(cookies);
    const { page } = seat;
    await page.goto(`/admin/people?id=${before.accountId}`);
    await page.getByTestId('roles-contractor').check();
    const saves = page.waitForResponse((response) => response.url().endsWith('/roles'));
    await page.getByTestId('save-roles').click();
    expect((await saves).status()).toBe(200);

    // Ben leaves the group at the provider.
    const atCorp = corpPeople.find(({ subject }) => subject === BEN.subject);
    if (atCorp !== undefined) Object.assign(atCorp, { groups: [] });
    const again = new Traveller(corp);
    await again.signsIn(BEN);
    expect((await again.client.get<Own>('/account')).body.roles).toEqual(['contractor']);
  });
});
