import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { Clock } from '@sallyport/example-quickstart/test/clock';
import { corpForThisTest } from '@sallyport/example-quickstart/test/corp';
import { succeeded } from '@sallyport/example-quickstart/test/person';
import { FIRST_POLICY, Quickstart } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it, onTestFinished } from 'vitest';
import { step } from '../own-policy-page.ts';

describe.skipIf(chromiumHere === null)('the policy of a site with a provider, in Chromium', () => {
  const chromium = chromiumForThisFile();

  /** Ada at a site that trusts Example Corp, and Sam, who is linked to Example Corp and never signed in there. */
  async function adaAt(path: string) {
    const trust = [{ acr: 'two', strength: 'enhanced' }] as const;
    const corp = await corpForThisTest({ ...FIRST_POLICY, providers: { corp: { trust } } });
    const own = new Quickstart(new Clock(), corp.url, async () => undefined);
    const ada = own.person('ada@example.org');
    succeeded(await ada.proves('password', 'email-code'), 'the first sign-in of ada');
    succeeded(await ada.enrollsPasskey(), 'setting up the passkey of ada');
    const seat = await chromium.at(own).sitDownAt('desktop');
    await seat.takesOver(ada);
    await seat.page.goto(path);
    const makesSam = async (): Promise<void> => {
      const sam = {
        ...{ identifier: 'sam', password: 'a few words to begin with', roles: ['contractor'] },
        externalIds: [{ provider: 'corp', subject: 'corp-sam' }],
      };
      expect((await ada.client.post('/admin/accounts', sam)).status).toBe(201);
    };
    return { page: seat.page, makesSam };
  }

  it('the provider has its name, with its id at the fields, and the review says whom it counts as reported', async () => {
    const { page, makesSam } = await adaAt('/admin/policy');
    const card = page.getByTestId('card-company');
    await card.getByText('Example Corp counts as').waitFor();
    await page.getByTestId('edit-company').click();
    expect(await page.getByTestId('preferSso').locator('option').allTextContents()).toEqual([
      'No provider',
      'Example Corp (corp)',
    ]);
    expect(await page.getByTestId('provider-corp').locator('legend').first().textContent()).toBe('Example Corp (corp)');
    await page.getByTestId('preferSso').selectOption('corp');
    const codes = {
      ...{ thief: 'provider:corp', roles: [], factors: ['password'], emergency: false, before: [], after: ['link'] },
      chain: [{ move: 'begins', method: 'sso', of: 'own', on: 'corp' }],
    };
    onTestFinished(() => page.unrouteAll({ behavior: 'ignoreErrors' }));
    await page.route('**/admin/policy/preview', async (route) => {
      const answer = await route.fetch();
      const threats = { threats: [{ codes, accounts: 1 }], threatAnalysis: { state: 'decided', more: 1, less: 0 } };
      return route.fulfill({ response: answer, json: { ...(await answer.json()), ...threats } });
    });
    await step(page, 'contractor', 'phishing-resistant').check({ force: true });
    await page.getByTestId('review').click();
    const rule = page.getByTestId('rule').filter({ hasText: 'Single sign-on' });
    expect(await rule.textContent()).toContain('AfterExample Corp');
    expect(await page.getByTestId('trust-note').textContent()).toBe(
      'Whoever can sign in with Example Corp and has never done so counts here as if Example Corp reports what the policy trusts.',
    );
    const threat = await page.getByTestId('threat').textContent();
    expect(threat).toContain('Whoever runs Example Corp');
    expect(threat).toContain('(Example Corp)');
    await page.goto('/admin');
    await page.getByTestId('meets').waitFor();
    expect(await page.getByTestId('trust-note').count()).toBe(0);
    await makesSam();
    await page.reload();
    expect(await page.getByTestId('meets').getByTestId('trust-note').textContent()).toBe(
      'Whoever can sign in with Example Corp and has never done so counts here as if Example Corp reports what the policy trusts.',
    );
  });

  it('N5 “What if” takes the password that the form takes before the provider, and knows a provider that reports two factors', async () => {
    const { page, makesSam } = await adaAt('/admin/policy');
    await makesSam();
    const asks = async (...proofs: readonly string[]): Promise<string> => {
      await page.locator('[name="what-if-who"]').fill('sam');
      for (const box of await page.locator('[name="proof"]:enabled').all()) await box.uncheck({ force: true });
      for (const proof of proofs) await page.getByTestId(`prove-${proof}`).check({ force: true });
      await page.getByTestId('ask').click();
      await page.getByTestId('outcome').waitFor();
      return (await page.getByTestId('what-if').textContent()) ?? '';
    };
    expect(await asks('password')).toMatch(/Password Not enough.*Asked for: Single sign-on$/);
    const reported = await asks('password', 'reported');
    expect(reported).toMatch(/with a report that the policy trusts Accepted.*Signed in$/);
  });

  it('“What if” leaves out a ticked report once the draft trusts no provider', async () => {
    const { page, makesSam } = await adaAt('/admin/policy');
    await makesSam();
    await page.getByTestId('prove-sso').check({ force: true });
    await page.getByTestId('prove-reported').check({ force: true });
    await page.getByTestId('edit-company').click();
    await page.getByTestId('remove-trust-corp-0').click();
    expect(await page.getByTestId('prove-reported').isVisible()).toBe(false);
    await page.locator('[name="what-if-who"]').fill('sam');
    await page.getByTestId('ask').click();
    await page.getByTestId('outcome').waitFor();
    const told = await page.getByTestId('what-if').textContent();
    expect(told).toContain('Single sign-on');
    expect(told).not.toContain('with a report that the policy trusts');
  });
});
