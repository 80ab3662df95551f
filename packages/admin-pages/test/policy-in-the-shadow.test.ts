import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage, step } from './own-policy-page.ts';

describe.skipIf(chromiumHere === null)('a draft in the shadow, on the page of the policy, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('N18 begins from the review, fills with people, is taken over from there, and ends with the saved policy', async () => {
    const { page, ada, own } = await ownPolicyPage(chromium);
    const before = (await ada.policy()).policy;
    expect(await page.getByTestId('tab-shadow').count()).toBe(0);
    await step(page, 'employee', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    await page.getByTestId('note').fill('for a week');
    await page.getByTestId('policy-shadow').click();
    expect(await page.getByTestId('news').textContent()).toContain('runs in the shadow now');
    expect((await ada.policy()).policy).toEqual(before);
    const card = page.getByTestId('shadow');
    expect(await card.textContent()).toMatch(
      /begun by ada@example\.org.*for a week.*decided alike for everybody so far/,
    );

    const eve = await own.newcomer('employee');
    await eve.proves('password', 'email-code');
    await expect
      .poll(async () => {
        await page.goto('/admin/policy?tab=shadow');
        await card.waitFor();
        return page.getByTestId('asked-for-more').count();
      })
      .toBe(1);
    expect(await page.getByTestId('asked-for-more').textContent()).toBe('1 person would have been asked for more');
    expect(await page.getByTestId('shadow-rules').textContent()).toMatch(/employee.*asked for more.*1/);
    expect(await page.getByTestId('shadow-people').textContent()).toContain(eve.identifier);

    await page.getByTestId('tab-rules').click();
    expect(await page.getByTestId('shadow-note').textContent()).toContain('A draft runs in the shadow since');
    await page.getByTestId('to-shadow').click();
    await page.getByTestId('shadow-take').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('note').inputValue()).toBe('for a week');
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect(await page.getByTestId('tab-shadow').count()).toBe(0);
    expect((await ada.policy()).policy).toMatchObject({ roles: { employee: { requiredStrength: 'enhanced' } } });
  });

  it('N18 ends on the page, and the history tells both', async () => {
    const { page } = await ownPolicyPage(chromium);
    await step(page, 'employee', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    await page.getByTestId('policy-shadow').click();
    await page.getByTestId('shadow').waitFor();
    await page.getByTestId('shadow-end').click();
    await page.getByTestId('dialog').getByTestId('confirm').click();
    await expect.poll(() => page.getByTestId('news').textContent()).toContain('no longer runs');
    await page.getByTestId('tab-history').click();
    const told = page.getByTestId('version-changes');
    await expect.poll(() => told.first().textContent()).toBe('The draft in the shadow ended');
    expect(await told.nth(1).textContent()).toBe('A draft began to run in the shadow');
  });

  it('N18 the draft of somebody else goes on, since no rule of the policy changed', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    await step(page, 'employee', 'enhanced').check({ force: true });
    await page.getByTestId('draft-text').waitFor();
    const { policy, version } = await ada.policy();
    const begun = await ada.person.client.put('/admin/policy/shadow', { policy }, { 'if-match': `"${version}"` });
    expect(begun.status).toBe(200);
    await page.reload();
    await expect.poll(() => page.getByTestId('draft-text').textContent()).toContain('1 changed rule');
  });
});
