import { readFile } from 'node:fs/promises';
import { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { eachWidth } from '@sallyport/example-quickstart/test/widths';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the page of what happened, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);
  const german = chromium.at(app, { locale: 'de-DE' });
  const entry = (page: Page, text: string): Locator => page.getByTestId('event').filter({ hasText: text });

  it.each(eachWidth)(
    'X18 tells in sentences who did what to whom, page by page, and of one person or one kind at once (%s)',
    async (at) => {
      const [person, other] = [await app.newcomer(), await app.newcomer()];
      const ada = await app.admin();
      // The page shows consecutive equal events as one line, so the test alternates the kinds.
      for (let times = 0; times < 30; times += 1) {
        await ada.does('block', person, { reason: 'lost laptop' });
        await ada.does('unblock', person);
      }
      await ada.does('block', other, { reason: 'parental leave' });
      const seat = await desk.sitDownAt(at);
      await seat.takesOver(ada.person);
      const { page } = seat;
      // The clock of the quickstart is not the time of the browser.
      await seat.clock.setFixedTime(app.clock.now);
      await page.goto('/admin/activity');
      await entry(page, `ada@example.org blocked ${other.identifier}`).waitFor();
      await page.getByTestId('event-account').fill(person.identifier);
      await page.getByTestId('event-account').press('Enter');
      await expect.poll(() => entry(page, other.identifier).count()).toBe(0);
      expect(new URL(page.url()).searchParams.get('account')).toBe(await ada.idOf(person));
      const few = await page.getByTestId('event').count();
      await page.getByTestId('more-events').click();
      await expect.poll(() => page.getByTestId('event').count()).toBeGreaterThan(few);

      await page.getByTestId('clear-filter').click();
      await entry(page, 'parental leave').waitFor();
      await page.getByTestId('kind-vault').check({ force: true });
      await page.getByTestId('nothing').waitFor();
      await page.getByTestId('strip').getByText('Nothing of this kind in these days.').waitFor();
      await page.getByTestId('kind-vault').uncheck({ force: true });
      await entry(page, 'parental leave').waitFor();
      await page.getByTestId('day').last().click();
      await entry(page, 'parental leave').waitFor();
      expect(new URL(page.url()).searchParams.get('from')).not.toBeNull();
      await page.getByTestId('day').first().click();
      await page.getByTestId('nothing').waitFor();
      await page.getByTestId('event-actor').fill('nobody of that name');
      await page.getByTestId('event-actor').press('Enter');
      await expect.poll(() => page.getByTestId('no-match').textContent()).toContain('Write a whole address');
      expect(await page.getByTestId('no-match').textContent()).toMatch(
        /The list still has the entries of everybody\.$/,
      );
      await page.goto(`/admin/activity?account=${await ada.idOf(other)}`);
      await page.getByTestId('event-account').fill('nobody of that name');
      await page.getByTestId('event-account').press('Enter');
      await page.getByTestId('no-match').getByText(`The list still has the entries of ${other.identifier}.`).waitFor();
    },
  );

  it('X18 shows a single kind of entry, and several kinds together', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await ada.does('block', person, { reason: 'of a single kind' });
    await ada.does('unblock', person);
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto(`/admin/activity?account=${await ada.idOf(person)}&kind=accounts`);
    await entry(page, `unblocked ${person.identifier}`).waitFor();
    await page.getByTestId('single-type').selectOption('account.blocked');
    await page.getByTestId('type-account.blocked').waitFor();
    await expect.poll(() => page.getByTestId('event').count()).toBe(1);
    await entry(page, 'of a single kind').waitFor();
    expect(await page.getByTestId('single-type').locator('option').first().textContent()).toBe('Another event…');
    await page.getByTestId('single-type').selectOption('account.unblocked');
    await expect.poll(() => page.getByTestId('event').count()).toBe(2);
    expect(new URL(page.url()).searchParams.getAll('type')).toEqual(['account.blocked', 'account.unblocked']);
    await seat.clock.setFixedTime(app.clock.now);
    await page.getByTestId('last-1').click();
    await page.waitForURL((url) => url.searchParams.has('from'));
    const from = Date.parse(new URL(page.url()).searchParams.get('from') ?? '');
    expect(Math.floor((app.clock.now - from) / 3_600_000)).toBe(24);
    await expect.poll(() => page.getByTestId('event').count()).toBe(2);
  });

  it('X18 says that the page loads, and an answer leaves the text that the person types meanwhile', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    let release = (): void => undefined;
    const hold = (): void => {
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      void page.route('**/auth/admin/events?*', async (route) => {
        await held;
        await route.continue();
      });
      void page.route('**/auth/admin/events', async (route) => {
        await held;
        await route.continue();
      });
    };
    hold();
    await page.goto('/admin/activity');
    const loading = page.locator('#admin').getByText('Asking the server');
    await expect.poll(async () => (await loading.boundingBox())?.height ?? 0).toBeGreaterThan(10);
    release();
    await page.getByTestId('kind-vault').waitFor({ state: 'attached' });
    await page.unrouteAll();
    hold();
    await page.getByTestId('kind-vault').check({ force: true });
    await page.getByTestId('event-actor').fill('ada@exam');
    release();
    await page.getByTestId('nothing').waitFor();
    expect(await page.getByTestId('event-actor').inputValue()).toBe('ada@exam');
    await page.getByTestId('clear-filter').click();
    await page.getByTestId('event').first().waitFor();
    expect(await page.getByTestId('event-actor').inputValue()).toBe('');
  });

  it('X18 tells what became of a deleted account, and what the account did to others', async () => {
    const ada = await app.admin();
    const leaver = new Administration(await app.newcomer('super-admin'));
    await leaver.person.proves('password', 'email-code');
    await leaver.person.enrollsTotp();
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    await leaver.does('block', person, { reason: 'by the one who left' });
    await ada.does('block', other, { reason: 'by who is here' });
    const id = await ada.idOf(leaver.person);
    await ada.deletes(leaver.person);
    // The log has a pseudonym in place of the id of a deleted account.
    const [deletion] = await ada.events({ person: leaver.person, type: 'account.deleted' });
    const pseudonym = deletion?.accountId ?? '';
    expect([id, '']).not.toContain(pseudonym);
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/activity');
    await entry(page, 'by who is here').waitFor();
    await page.locator('[data-type="account.deleted"]').getByTitle(pseudonym).click();
    await page.waitForURL((url) => url.searchParams.get('account') === pseudonym);
    await expect.poll(() => entry(page, 'by who is here').count()).toBe(0);
    await page.goto(`/admin/activity?actor=${pseudonym}`);
    await entry(page, 'by the one who left').waitFor();
    expect(await entry(page, 'by who is here').count()).toBe(0);
  });

  it('X18 tells of a help-in in one line, with all that the help-in removed', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    expect((await ada.does('help-in', person, { lost: ['password', 'mailbox'] })).status).toBe(200);
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto(`/admin/activity?account=${await ada.idOf(person)}&actor=${await ada.idOf(ada.person)}`);
    const told = `ada@example.org helped ${person.identifier} in: removed the password and the address, and gave a sign-in code`;
    await entry(page, told).waitFor();
    for (const part of ['removed the password of', 'gave'])
      expect(await entry(page, `ada@example.org ${part}`).count()).toBe(0);
    // The overview joins the entries by the same rule.
    await page.goto('/admin');
    const change = page.getByTestId('change');
    await change
      .filter({ hasText: 'in: removed the password and the address, and gave a sign-in code' })
      .first()
      .waitFor();
    expect(await change.filter({ hasText: /removed the (?:address|password) of/ }).count()).toBe(0);
  });

  it('X18 the failed sign-ins of the overview lead to the entries that the overview counted', async () => {
    const ada = await app.admin();
    for (const identifier of [(await app.newcomer()).identifier, 'nobody-has-this@example.org']) {
      const guesser = app.person(identifier);
      await guesser.signInWithPassword('a wrong guess');
    }
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin');
    const told = page.getByTestId('failed-entries');
    expect(await told.textContent()).toBe(
      'Show the 1 failed attempt that has an entry in the activity. 1 failure was at no account, for example at a name that nobody has. It has no entry in the activity.',
    );
    await page.getByTestId('failures').click();
    await page.getByTestId('type-sign-in.failed').waitFor();
    await page.getByTestId('event').first().waitFor();
    expect(await page.getByTestId('event').count()).toBe(1);
    expect(await page.getByTestId('unlisted').textContent()).toContain('such as failures at names that nobody has');
    expect(await page.getByTestId('type-account.locked').count()).toBe(0);
    await page.goto('/admin/activity?type=sign-in.failed&until=2001-01-01T00:00:00.000Z');
    await page.getByTestId('nothing').waitFor();
    await page.getByTestId('unlisted').waitFor();
  });

  it('X18 shows the numbers of the hours in place of the bars, in a table that fits on a phone', async () => {
    const ada = await app.admin();
    await ada.does('block', await app.newcomer(), { reason: 'counted' });
    const seat = await german.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await seat.clock.setFixedTime(app.clock.now);
    await page.goto('/admin/activity');
    const strip = page.getByTestId('strip');
    await strip.getByText('In der Liste kann eine Zeile für mehrere Ereignisse stehen.').waitFor();
    await strip.getByText('Als Tabelle', { exact: true }).click();
    await strip.getByText('Als Diagramm', { exact: true }).waitFor();
    expect(await page.getByTestId('hours').isVisible()).toBe(false);
    const [card, table] = [await strip.boundingBox(), await strip.getByRole('table').boundingBox()];
    expect((table?.x ?? 0) + (table?.width ?? 0)).toBeLessThan((card?.x ?? 0) + (card?.width ?? 0));
    // A table with wider words scrolls within the card.
    const scrolls = strip.getByRole('region').filter({ has: page.getByRole('table') });
    await scrolls.getByRole('table').evaluate((wide) => {
      wide.style.minWidth = '60rem';
    });
    const region = await scrolls.boundingBox();
    expect((region?.x ?? 0) + (region?.width ?? 0)).toBeLessThan((card?.x ?? 0) + (card?.width ?? 0));
  });

  it('X18 a filter of sign-ins by their author says where own sign-ins stand, and an end before the beginning is told', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    const id = await ada.idOf(ada.person);
    await page.goto(`/admin/activity?actor=${id}&type=sign-in.succeeded`);
    await page.getByTestId('nothing').filter({ hasText: 'own sign-ins stand under “Done to”' }).waitFor();
    await page.getByRole('link', { name: 'Show the sign-ins of this person.' }).click();
    await entry(page, 'ada@example.org signed in').first().waitFor();
    expect(new URL(page.url()).searchParams.get('account')).toBe(id);
    expect(await page.getByTestId('order').textContent()).toBe('');
    await page.goto('/admin/activity?from=2031-01-02T00:00:00.000Z&until=2031-01-01T00:00:00.000Z');
    await page.getByTestId('order').getByText('The end is before the beginning.').waitFor();
    await page.getByTestId('last-1').click();
    await expect.poll(() => page.getByTestId('order').textContent()).toBe('');
  });

  it('X18 the sign-ins of the overview, as a table, show every column on a phone', async () => {
    const seat = await german.sitDownAt('phone');
    await seat.takesOver((await app.admin()).person);
    const { page } = seat;
    await page.goto('/admin');
    await page.getByTestId('days-as-table').click();
    const region = page.getByTestId('days').getByRole('region');
    const [inner, outer] = await region.evaluate((part) => [part.scrollWidth, part.clientWidth]);
    expect(inner).toBeLessThanOrEqual(outer ?? 0);
  });

  it('X18 exports what the filter shows, as a table and as lines', async () => {
    const ada = await app.admin();
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    await ada.does('block', person, { reason: 'for the export' });
    await ada.does('block', other, { reason: 'for another export' });
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto(`/admin/activity?account=${await ada.idOf(person)}`);
    await entry(page, 'for the export').waitFor();
    const exported = async (kind: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`export-${kind}`).click()]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^activity-.*\\.${kind}$`));
      return readFile(await download.path(), 'utf8');
    };
    const told = page.locator('#acts [role=status]');
    for (const kind of ['csv', 'ndjson']) {
      const text = await exported(kind);
      expect(text).toContain('for the export');
      expect(text).not.toContain('for another export');
      if (kind === 'csv')
        expect(text).toMatch(/^\uFEFF"Time \(UTC\)","What happened","time","type",.*\r\n"[-\d]+ [:\d]+","Blocked",/);
    }
    await told.getByText('entries exported.').waitFor();
    await page.getByTestId('kind-accounts').check({ force: true });
    await expect.poll(() => told.textContent()).toBe('');
  });
});
