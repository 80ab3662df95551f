import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage } from './own-policy-page.ts';

describe.skipIf(chromiumHere === null)('dates on the page of the policy, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X42 are written as JSON, and the review says what begins when, and how many are not ready', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    await page.getByTestId('tab-json').click();
    const later = [{ from: '2031-04-01T00:00:00Z', requiredStrength: 'phishing-resistant' }];
    const text = page.getByTestId('policy-json');
    await text.fill(JSON.stringify({ ...JSON.parse(await text.inputValue()), later }));
    await expect.poll(() => page.getByTestId('draft-text').textContent()).toContain('1 changed rule');
    await page.getByTestId('review').click();
    const rule = page.getByTestId('rule');
    await rule.waitFor();
    expect(await rule.textContent()).toMatch(/Everyone: dates.*from April 1, 2031: Passkey/);
    expect(await rule.getAttribute('data-look')).not.toBe('weaker');
    expect(await page.getByTestId('dates').textContent()).toMatch(
      /^From April 1, 2031 on, if nobody sets anything up\. Meet it: \d+\. Must set up: \d+\. Need help: \d+\.$/,
    );
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.policy()).policy).toMatchObject({ later });
    // The table of roles keeps the dates.
    await page.goto('/admin/policy');
    await page.getByTestId('tab-json').click();
    expect(JSON.parse(await text.inputValue())).toMatchObject({ later });
  });
});
