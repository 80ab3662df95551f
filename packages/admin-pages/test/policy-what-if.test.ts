import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage, step } from './own-policy-page.ts';

describe.skipIf(chromiumHere === null)('asking what a sign-in would come to, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('N5 says that a code by email is not offered beside something stronger, and ends with a verdict on a blocked person', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    const asks = async (who: string, ...proofs: readonly string[]): Promise<string> => {
      await page.locator('[name="what-if-who"]').fill(who);
      for (const box of await page.locator('[name="proof"]:enabled').all()) await box.uncheck({ force: true });
      for (const proof of proofs) await page.getByTestId(`prove-${proof}`).check({ force: true });
      await page.getByTestId('ask').click();
      await page.getByTestId('outcome').waitFor();
      return (await page.getByTestId('what-if').textContent()) ?? '';
    };
    // The site has neither a directory nor a provider.
    expect(await page.getByTestId('prove-password').isEnabled()).toBe(true);
    for (const way of ['ldap', 'sso']) expect(await page.getByTestId(`prove-${way}`).isEnabled()).toBe(false);
    await step(page, 'super-admin', 'baseline').check({ force: true });
    const told = await asks('ada@example.org', 'password', 'email-code');
    expect(told).toContain('Not offered in this sign-in');
    expect(told).toContain('The policy offers codes by email only if neither an app nor a passkey is set up.');
    expect(await asks('ada@example.org', 'email-code')).toContain('A sign-in always starts with something else');
    expect((await ada.creates({ identifier: 'gerda', email: 'gerda@example.org', invite: true })).status).toBe(201);
    expect(await asks('gerda', 'password', 'email-code')).toMatch(
      /has not set it up.*(Asked for|Has to set up|Refused)/,
    );
    const { accountId } = await ada.find('gerda');
    expect((await ada.person.client.post(`/admin/accounts/${accountId}/block`, { reason: 'left' })).status).toBe(200);
    const refused = await asks('gerda', 'password', 'email-code');
    expect(refused).toContain('Refused: the account is blocked');
    expect(refused).not.toContain('has not set it up');
  });
});
