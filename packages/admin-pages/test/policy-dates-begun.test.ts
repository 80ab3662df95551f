import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage } from './own-policy-page.ts';

describe.skipIf(chromiumHere === null)('the pages of a policy with dates, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X42 N5 the review says who is shut out from a date on', async () => {
    const { page, ada, own } = await ownPolicyPage(chromium);
    const { policy } = await ada.policy();
    const from = new Date(own.clock.now + 86_400_000).toISOString();
    // Cleo has a password and a mailbox.
    const later = [{ from, methods: ['passkey'] }];
    const contractor = { ...Object(Reflect.get(Object(policy['roles']), 'contractor')), later };
    const draft = { ...policy, roles: { ...Object(policy['roles']), contractor } };
    await page.getByTestId('tab-json').click();
    await page
      .locator('textarea')
      .first()
      .fill(JSON.stringify(draft, null, 2));
    await page.getByTestId('review').click();
    const card = page.getByTestId('save-card');
    await card.waitFor();
    expect(await card.textContent()).not.toContain('Nobody is shut out');
    expect(await card.getByTestId('shut-out-from').textContent()).toMatch(/^From .+ on, 1 person is shut out$/);
  });

  it('X42 W4 the row of everyone says what has begun, with the limits of its strength', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    const { policy, version } = await ada.policy();
    const everyone = page.locator('tr[data-role=""]');
    await everyone.waitFor();
    expect(await everyone.textContent()).toContain('30 days');
    const dated = { ...policy, later: [{ from: '2020-12-15T00:00:00Z', requiredStrength: 'enhanced' }] };
    const saved = await ada.person.client.put('/admin/policy', { policy: dated }, { 'if-match': `"${version}"` });
    expect(saved.status).toBe(200);
    await page.reload();
    await everyone.waitFor();
    expect(await everyone.getByTestId('later').textContent()).toContain('2020');
    expect(await everyone.textContent()).not.toContain('30 days');
  });
});
