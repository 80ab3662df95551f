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
});
