import type { chromiumForThisFile } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import type { Locator, Page } from 'playwright-core';

/** Ada at the policy page of a new quickstart. */
export async function ownPolicyPage(
  chromium: ReturnType<typeof chromiumForThisFile>,
  width: Width = 'desktop',
  locale?: string,
) {
  const own = await quickstartForThisTest();
  const ada = await own.admin();
  const seat = await chromium.at(own, locale === undefined ? {} : { locale }).sitDownAt(width);
  await seat.takesOver(ada.person);
  await seat.page.goto('/admin/policy');
  await seat.page.getByTestId('tab-rules').waitFor();
  return { seat, page: seat.page, ada, own };
}

/** The radio button of a strength in the row of a role. The step covers the button, as a label. */
export function step(page: Page, role: string, strength: string): Locator {
  return page.locator(`tr[data-role="${role}"] input[value="${strength}"]`);
}
