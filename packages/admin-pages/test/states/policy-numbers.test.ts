import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownPolicyPage, step } from '../own-policy-page.ts';

/** Answers every preview with these members beside the members of the server. */
async function previews(page: Page, members: object): Promise<void> {
  onTestFinished(() => page.unrouteAll({ behavior: 'ignoreErrors' }));
  await page.route('**/admin/policy/preview', async (route) => {
    const answer = await route.fetch();
    const json: object = await answer.json();
    return route.fulfill({ response: answer, json: { ...json, ...members } });
  });
}

describe.skipIf(chromiumHere === null)('the numbers of people under a draft, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('N5 people who need not set up any more do not hide people who must, nor freed people those who are shut out', async () => {
    const { page } = await ownPolicyPage(chromium);
    await previews(page, {
      moves: [
        { from: 'meets', to: 'mustEnroll', count: 3563 },
        { from: 'mustEnroll', to: 'meets', count: 1246 },
        { from: 'meets', to: 'noWayIn', count: 2 },
        { from: 'noWayIn', to: 'meets', count: 2 },
      ],
    });
    await step(page, '', 'enhanced').check({ force: true });
    await expect
      .poll(() => page.getByTestId('draft-text').textContent())
      .toContain(
        '3,563 more people must set up · 1,246 people need not set up any more · 2 people can’t sign in any more',
      );
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').getByText('2 people are shut out').waitFor();
  });

  it('N5 the card of the people says what each number counts, and its lists have the numbers of its lines', async () => {
    const { page } = await ownPolicyPage(chromium);
    const entry = { because: [], impact: 'must-enroll' };
    await previews(page, {
      ...{ unaffected: 1, mustEnroll: 3, stranded: 0, setUpChanges: 1, askedForMore: 1, next: undefined },
      moves: [{ from: 'meets', to: 'mustEnroll', count: 2 }],
      accounts: [
        { ...entry, accountId: 'a', identifier: 'anna' },
        { ...entry, accountId: 'b', identifier: 'bert' },
        { ...entry, accountId: 'c', identifier: 'carl', setUpChanges: true },
      ],
    });
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    const moves = page.getByTestId('moves');
    await moves.getByText('2 of 4 people change group').waitFor();
    expect(await moves.getByTestId('asked-for-more').textContent()).toContain(
      '1meets the policy as before, and has to sign in with more',
    );
    expect(await moves.getByTestId('set-up-changes').textContent()).toMatch(/^1must set something up as before/);
    const affected = moves.getByTestId('affected');
    expect(await affected.getByRole('heading').allTextContents()).toEqual([
      'Who newly has to set something up: 2',
      'For whom what to set up changes: 1',
    ]);
    expect(await affected.locator('ul').allTextContents()).toEqual(['anna, bert', 'carl']);
  });

  it('N5 a list of which no name is loaded yet says so', async () => {
    const { page } = await ownPolicyPage(chromium);
    await previews(page, {
      ...{ unaffected: 1, mustEnroll: 3, stranded: 0, setUpChanges: 1, askedForMore: 0, next: 'more' },
      moves: [{ from: 'meets', to: 'mustEnroll', count: 2 }],
      accounts: [{ because: [], impact: 'must-enroll', accountId: 'a', identifier: 'anna' }],
    });
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    const affected = page.getByTestId('affected');
    await affected.getByText('The names of these people come later').waitFor();
    expect(await affected.locator('ul').count()).toBe(1);
  });
});
