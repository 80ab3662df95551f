import { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { eachWidth } from '@sallyport/example-quickstart/test/widths';
import { EVENT_TYPES } from '@sallyport/store';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the action log, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it.each(eachWidth)(
    'is shown page by page, and of one account or one kind where somebody asks for that (%s)',
    async (at) => {
      const [person, other] = [await app.newcomer(), await app.newcomer()];
      const ada = await app.admin();
      // The page shows consecutive events of one kind as one line, so the test alternates the kinds.
      for (let times = 0; times < 30; times += 1) {
        await ada.does('block', person, { reason: 'lost laptop' });
        await ada.does('unblock', person);
      }
      const seat = await desk.sitDownAt(at);
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
      await page.getByTestId('all-events').click();
      await page.getByTestId('event').first().waitFor();
      await expect
        .poll(() => page.getByTestId('filter-events').evaluate((button) => button.getBoundingClientRect().top))
        .toBeLessThan(600);
      expect(await page.getByTestId('event-account').inputValue()).toBe(person.identifier);
      expect(await page.getByTestId('events').textContent()).not.toContain(other.identifier);
      const few = await page.getByTestId('event').count();
      await page.getByTestId('more-events').click();
      await expect.poll(() => page.getByTestId('event').count()).toBeGreaterThan(few);

      await page.getByTestId('event-account').fill('');
      await page.getByTestId('event-type').selectOption('Account created');
      await page.getByTestId('filter-events').click();
      await page.getByTestId('event').filter({ hasText: other.identifier }).waitFor();
      const kinds = await page
        .getByTestId('event')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-type')));
      expect(new Set(kinds)).toEqual(new Set(['account.created']));

      await page.getByTestId('event-account').fill('nob');
      await page.getByTestId('filter-events').click();
      expect(await page.getByTestId('no-match').textContent()).toContain('Write a whole address');
      await page.getByRole('heading', { name: 'Action log' }).waitFor();
    },
  );

  it('tells what became of an account that is deleted, by what it shows of it', async () => {
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    const ada = await app.admin();
    await ada.does('block', person, { reason: `left` });
    await ada.does('block', other, { reason: 'parental leave' });
    const id = await ada.idOf(person);
    await ada.deletes(person);
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    const entry = (text: string): Locator => page.getByTestId('event').filter({ hasText: text });
    const isThatAccountAlone = async (): Promise<void> => {
      await entry(`left`).waitFor();
      await expect.poll(() => entry('parental leave').count()).toBe(0);
    };
    await page.goto('/admin/activity');
    await entry('parental leave').first().waitFor();
    await page.locator('[data-type="account.deleted"]').first().getByTestId('deleted-account').click();
    await page.waitForURL((url) => url.searchParams.get('account') === id);
    await isThatAccountAlone();
    const start = id.slice(0, 6);
    for (const written of [`deleted (${start}…)`, `${start}…`, start, id]) {
      await page.goto('/admin/activity');
      await entry('parental leave').first().waitFor();
      await page.getByTestId('event-account').fill(written);
      await page.getByTestId('filter-events').click();
      await isThatAccountAlone();
    }
    // With this filter, the list does not contain the entry of the deletion, which names the account.
    await page.getByTestId('event-type').selectOption('Blocked');
    await page.getByTestId('filter-events').click();
    await expect.poll(() => page.getByTestId('event').count()).toBe(1);
    expect(await page.getByTestId('event').textContent()).toContain(`deleted (${start}…)`);
  });

  it('tells what an account did to others, also after it is deleted', async () => {
    const ada = await app.admin();
    const leaver = new Administration(await app.newcomer('super-admin'));
    await leaver.person.proves('password', 'email-code');
    await leaver.person.enrollsTotp();
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    await leaver.does('block', person, { reason: 'by the one who left' });
    await ada.does('block', other, { reason: 'by who is here' });
    const id = await ada.idOf(leaver.person);
    await ada.deletes(leaver.person);
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto(`/admin/activity?account=${id}`);
    await page.getByTestId('acts-on-others').click();
    await page.getByTestId('event').filter({ hasText: 'by the one who left' }).waitFor();
    expect(await page.getByTestId('event').filter({ hasText: 'by who is here' }).count()).toBe(0);
    await page.goto(`/admin/activity?account=${await ada.idOf(person)}`);
    await page.getByTestId('acts-on-others').click();
    await expect.poll(() => page.getByTestId('no-match').textContent()).toBe('This account did nothing to others.');
  });

  it('offers every kind of entry in a list, everything first', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/activity');
    const kinds = page.getByTestId('event-type').locator('option');
    await kinds.first().waitFor({ state: 'attached' });
    expect(await kinds.first().textContent()).toBe('Everything');
    const values = await kinds.evaluateAll((options) => options.map((option) => option.getAttribute('value')));
    expect(values.toSorted()).toEqual(['', ...Object.keys(EVENT_TYPES)].toSorted());
  });
});
