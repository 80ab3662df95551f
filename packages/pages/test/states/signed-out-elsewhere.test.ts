import {
  chromiumForThisFile,
  newcomerAt,
  type Seat,
  wholeChromiumHere,
} from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds, isOutOfSight, looksAt } from '@sallyport/example-quickstart/test/shared-computer';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(wholeChromiumHere() === null)('a page that stays open after its session ended, in Chromium', () => {
  const desk = chromiumForThisFile('keeps').at(app);

  /**
   * A new person, signed in, at the account page. Waits for the answers to all of the page's requests: an answer after the end of the session
   * would send the page to the sign-in page.
   */
  const atAccountPage = async (seat: Seat): Promise<Person> => {
    const person = await newcomerAt(seat, app);
    await seat.page.goto('/account', { waitUntil: 'networkidle' });
    await seat.page.getByTestId('overview').waitFor();
    return person;
  };

  const deletesAccount = async ({ page }: Seat): Promise<void> => {
    await page.getByTestId('delete-account').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('deleted').waitFor();
  };

  const saysWhy = (page: Page): Promise<void> =>
    page.getByTestId('note').filter({ hasText: 'You were signed out' }).waitFor();

  it('goes to the sign-in page when it is looked at again, which says why', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await atAccountPage(seat);
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await seat.isOn('/sign-in');
    await saysWhy(page);
    expect(new URL(page.url()).searchParams.get('next')).toBe('/account');
  });

  it('goes to the sign-in page when a button is pressed', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    await (await app.admin()).does('reset-two-step', person);
    await page.getByTestId('change-password').click();
    await seat.isOn('/sign-in');
    await saysWhy(page);
  });

  it.each([
    ['a form is sent', (page: Page) => page.getByTestId('confirm').click()],
    ['the page is looked at again', (page: Page) => page.evaluate(() => dispatchEvent(new Event('focus')))],
  ])('X44 goes with what was typed where %s, and says why', async (_, happens) => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    await page.getByTestId('change-email').click();
    await page.getByTestId('email').fill('someone@new.example');
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await happens(page);
    await seat.isOn('/sign-in');
    await saysWhy(page);
    expect(await holds(page)).not.toContain('someone@new.example');
  });

  it('says why also where it is loaded anew, and nothing to who signed out', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await page.reload();
    await seat.isOn('/sign-in');
    await saysWhy(page);
    await atAccountPage(seat);
    await page.getByTestId('sign-out').first().click();
    await page.waitForURL((url) => url.pathname !== '/account');
    await page.goto('/account');
    await seat.isOn('/sign-in');
    expect(await page.getByTestId('note').filter({ hasText: 'You were signed out' }).count()).toBe(0);
  });

  it('is the other person’s where somebody else signed in, in another tab', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    const whose = page.locator('#who').filter({ hasText: person.identifier });
    await whose.waitFor();
    // The tabs of a browser share their cookies.
    const other = await newcomerAt(seat, app);
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.locator('#who').filter({ hasText: other.identifier }).waitFor();
    expect(await whose.count()).toBe(0);
  });

  it.each([
    ['looked at again', looksAt],
    ['loaded anew', (page: Page) => page.reload()],
  ])('X44 says that the account is deleted where another tab deleted it and the page is %s', async (_, happens) => {
    const seat = await desk.sitDown();
    await atAccountPage(seat);
    const tab = await seat.secondTab();
    await isOutOfSight(tab);
    const { page } = tab;
    await page.goto('/account', { waitUntil: 'networkidle' });
    await page.getByTestId('overview').waitFor();
    await deletesAccount(seat);
    await page.getByTestId('signed-out').filter({ hasText: 'Your account was deleted' }).waitFor();
    await happens(page);
    await page.getByTestId('note').filter({ hasText: 'Your account was deleted' }).waitFor();
    expect(await page.getByTestId('note').textContent()).not.toContain('Sign in again');
  });

  it('X44 goes with what was typed where another tab deleted the account', async () => {
    const seat = await desk.sitDown();
    await atAccountPage(seat);
    const { page } = await seat.secondTab();
    await page.goto('/account', { waitUntil: 'networkidle' });
    await page.getByTestId('change-email').click();
    await page.getByTestId('email').fill('someone@new.example');
    await deletesAccount(seat);
    await page.getByTestId('note').filter({ hasText: 'Your account was deleted' }).waitFor();
    expect(await holds(page)).not.toContain('someone@new.example');
  });

  it('shows nobody on the start page any more', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await page.goto('/');
    await page.getByTestId('sign-out').waitFor();
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByTestId('go-sign-in').waitFor();
    expect(await page.getByTestId('who').textContent()).not.toContain(person.identifier);
  });
});
