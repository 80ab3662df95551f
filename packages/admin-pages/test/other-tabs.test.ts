import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { heldBack, holds, isOutOfSight, looksAt, shows } from '@sallyport/example-quickstart/test/shared-computer';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage, step } from './own-policy-page.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('an administrators’ page in another tab, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  interface Shown {
    readonly seat: Seat;
    readonly page: Page;
    readonly administrator: Administration;
    /** The person whom the page shows. */
    readonly person: Person;
  }

  /** An administrator of people in front of a page that shows a person. */
  async function at(pathOf: (id: string, identifier: string) => string, isSeen: boolean): Promise<Shown> {
    const person = await app.newcomer();
    const administrator = await app.administratorOfPeople();
    const seat = await desk.sitDown();
    if (!isSeen) await isOutOfSight(seat);
    await seat.takesOver(administrator.person);
    const path = pathOf(await administrator.idOf(person), person.identifier);
    await seat.page.goto(path, { waitUntil: 'networkidle' });
    await expect.poll(() => shows(seat.page)).toContain(person.identifier.split('@')[0]);
    return { seat, page: seat.page, administrator, person };
  }

  const pages = [
    ['the list of people', (_: string, name: string) => `/admin/people?query=${encodeURIComponent(name)}`],
    ['a person', (id: string) => `/admin/people?id=${id}`],
    ['the log', (id: string) => `/admin/activity?account=${id}`],
  ] as const;

  const isEmpty = (page: Page): Promise<void> =>
    page.getByTestId('signed-out').filter({ hasText: 'You were signed out' }).waitFor();

  async function keepsNobody(page: Page): Promise<void> {
    expect(await holds(page)).not.toMatch(/newcomer/);
  }

  const signsOut = async ({ page }: Seat): Promise<void> => {
    await page.goto('/admin', { waitUntil: 'networkidle' });
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
  };

  it.each(pages)('X44 %s is gone at once after a sign-out in a tab beside', async (_, pathOf) => {
    const { seat, page } = await at(pathOf, false);
    await signsOut(await seat.secondTab());
    await isEmpty(page);
    await looksAt(page);
    await seat.isOn('/sign-in');
    await page.getByTestId('note').waitFor();
    await keepsNobody(page);
  });

  it('X44 a search is not the next administrator’s, who opens a person in the same tab', async () => {
    const { seat, page, person } = await at(pages[0][1], false);
    await page.goto('/assets/mark.svg');
    const next = await app.administratorOfPeople();
    await seat.takesOver(next.person);
    await page.goto(`/admin/people?id=${await next.idOf(next.person)}`);
    await expect.poll(() => page.getByTestId('back').getAttribute('href')).toBe('/admin/people');
    const name = person.identifier.split('@')[0];
    expect(await holds(page)).not.toContain(name);
  });

  it.each(pages)('X44 %s is gone where the session ended on another device and somebody looks', async (_, pathOf) => {
    const { seat, page, administrator } = await at(pathOf, true);
    const other = administrator.person.elsewhere();
    await other.proves('password', 'totp');
    expect((await other.client.delete('/account/sessions')).status).toBeLessThan(300);
    const letGo = await heldBack(page);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => shows(page)).toBe('');
    letGo();
    await seat.isOn('/sign-in');
    await page.getByTestId('note').waitFor();
    await keepsNobody(page);
  });

  it.each(pages)('X44 %s is gone where another person signs in with the same browser', async (_, pathOf) => {
    const { seat, page } = await at(pathOf, false);
    const tab = await seat.secondTab();
    const { identifier } = await newcomerAt(tab, app);
    await tab.page.goto('/account');
    await page.getByTestId('not-permitted').waitFor();
    await page.locator('#who').filter({ hasText: identifier }).waitFor();
    expect(await shows(page)).not.toMatch(/newcomer-\d+@example.org[\s\S]*newcomer/);
  });

  it('X44 a code for a person stays for an administrator who stays on the page, and is gone after the sign-out', async () => {
    const [, [, pathOf]] = pages;
    const { seat, page } = await at(pathOf, false);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check({ force: true });
    await page.getByTestId('ends').waitFor();
    await page.getByTestId('confirm').click();
    const code = (await page.getByTestId('enrollment-code').textContent()) ?? '';
    await page.getByTestId('roles-contractor').check();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    await (await asked).dismiss();
    expect(await shows(page)).toContain(code);
    await signsOut(await seat.secondTab());
    await isEmpty(page);
    expect(await holds(page)).not.toContain(code);
  });

  it('X44 a search stays out of the way back, and out of what the tab keeps', async () => {
    const { seat, page, person } = await at(pages[0][1], true);
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
    await keepsNobody(page);
    // The page that comes goes to the sign-in page by itself, perhaps before it is loaded.
    await page.goBack({ waitUntil: 'commit' });
    await seat.isOn('/sign-in');
    await page.getByTestId('password').waitFor();
    expect(page.url()).not.toContain(person.identifier.split('@')[0]);
    await keepsNobody(page);
  });

  it('X44 the draft of a policy goes with the session of its author', async () => {
    const { seat, page } = await ownPolicyPage(chromium);
    await step(page, 'contractor', 'baseline').check({ force: true });
    await page.getByTestId('draft-bar').waitFor();
    expect(await holds(page)).toContain('sallyport.policy-draft:');
    const tab = await seat.secondTab();
    await signsOut(tab);
    expect(await holds(tab.page)).not.toContain('sallyport.policy-draft:');
  });

  it('X44 the draft of a policy goes where the session ended, even if no page showed the session since', async () => {
    const { seat, page, ada } = await ownPolicyPage(chromium);
    await step(page, 'contractor', 'baseline').check({ force: true });
    await page.getByTestId('draft-bar').waitFor();
    const tab = await seat.secondTab();
    await page.close();
    await ada.person.signsOut();
    await tab.page.goto('/sign-in');
    await tab.page.getByTestId('password').waitFor();
    await expect.poll(() => holds(tab.page)).not.toContain('sallyport.policy-draft:');
  });
});
