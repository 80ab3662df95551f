import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('the selection in the list of people, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const at = (path: string, { person }: Administration): Promise<Seat> => seatAt(desk, app, person, path);

  async function creates(ada: Administration, names: readonly string[]): Promise<void> {
    for (const identifier of names) {
      const email = `${identifier}@example.org`;
      expect((await ada.creates({ identifier, email, password: PASSWORD, roles: ['contractor'] })).status).toBe(201);
    }
  }

  it('W4 a selection ends with its list, and the page says so once', async () => {
    const ada = await app.admin();
    await creates(ada, ['left-a', 'left-b', 'left-c']);
    const { page } = await at('/admin/people?query=left-', ada);
    await page.getByRole('checkbox', { name: 'left-a' }).check();
    const bar = page.getByTestId('selection');
    await bar.getByText('1 selected').waitFor();
    await page.getByTestId('state-mustEnroll').click();
    const ended = bar.getByText('The list changed, so the selection of 1 person ended.');
    await ended.waitFor();
    expect(await ended.getAttribute('aria-live')).toBe('polite');
    expect(await page.getByTestId('block-many').isVisible()).toBe(false);
    await page.getByTestId('select-page').check();
    await bar.getByText('3 selected').waitFor();
    await page.getByTestId('block-many').click();
    // The mailbox of each is another name.
    const name = 'left-[abc] \\(left-[abc]@example\\.org\\)';
    expect(await page.getByTestId('whom').textContent()).toMatch(
      new RegExp(`^This is about: ${name}, ${name}, and ${name}\\.$`),
    );
    await page.getByTestId('cancel').click();
    // The order and the pages belong to the same list.
    await page.getByTestId('sort').selectOption('identifier');
    await page.waitForURL(/sort=identifier/);
    await expect.poll(() => page.getByTestId('select').first().isChecked()).toBe(true);
    // A search is typed in several steps, and the sentence stays until the last of them.
    for (const query of ['left-a', 'left-ab', 'left-a']) {
      await page.getByTestId('search').fill(query);
      await page.waitForURL(new RegExp(`query=${query}&`));
      await bar.getByText('The list changed, so the selection of 3 people ended.').waitFor();
    }
    await page.getByTestId('state-all').click();
    await bar.waitFor({ state: 'hidden' });
  });

  it('W4 the first people of a list are selected without the people who were selected before', async () => {
    const ada = await app.admin();
    await creates(ada, ['first-a', 'first-b']);
    const { page } = await at('/admin/people', ada);
    await page.getByTestId('select-page').check();
    await page.getByTestId('search').fill('first-');
    await page.getByTestId('accounts').getByText('first-a').first().waitFor();
    await page.waitForURL(/query=first-/);
    await page.getByRole('checkbox', { name: 'first-a' }).check();
    await page.getByTestId('select-all').click();
    await page.getByTestId('selection').getByText('2 selected').waitFor();
  });

  it('W4 the result of an act on many people goes with its list', async () => {
    const ada = await app.admin();
    await creates(ada, ['told-a', 'told-b']);
    const { page } = await at('/admin/people?query=told-', ada);
    await page.getByTestId('select-page').check();
    await page.getByTestId('sign-out-many').click();
    await page.getByTestId('confirm').click();
    const done = page.getByTestId('many-done').filter({ hasText: '2 people are not signed in anywhere now.' });
    await done.waitFor();
    await page.getByTestId('sort').selectOption('identifier');
    await page.waitForURL(/sort=identifier/);
    expect(await done.isVisible()).toBe(true);
    await page.getByTestId('search').fill('told-b');
    await done.waitFor({ state: 'detached' });
  });

  it('W4 the bar offers to unblock people who are all blocked, and leaves room for the button that clears the selection', async () => {
    const ada = await app.admin();
    const names = ['shut-a', 'shut-b', 'shut-c'];
    await creates(ada, names);
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people?query=shut-');
    for (const name of names.slice(0, 2)) await page.getByRole('checkbox', { name }).check();
    const boxes = await Promise.all(
      ['select-all', 'clear-selection'].map((part) => page.getByTestId(part).boundingBox()),
    );
    const [link, cross] = boxes;
    const ends = (link?.x ?? 0) + (link?.width ?? 0);
    expect(ends <= (cross?.x ?? 0) || (link?.y ?? 0) >= (cross?.y ?? 0) + (cross?.height ?? 0)).toBe(true);
    await page.getByTestId('block-many').click();
    expect(await page.getByTestId('dialog').textContent()).toMatch(/What is set up stays.*no device is known any more/);
    await page.getByTestId('reason').fill('left the company');
    await page.getByTestId('confirm').click();
    await page.getByTestId('many-done').waitFor();
    for (const name of names.slice(0, 2)) await page.getByRole('checkbox', { name }).check();
    expect(await page.getByTestId('block-many').isVisible()).toBe(false);
    await page.getByRole('checkbox', { name: 'shut-c' }).check();
    expect(await page.getByTestId('unblock-many').isVisible()).toBe(false);
    await page.getByTestId('block-many').waitFor();
    await page.getByRole('checkbox', { name: 'shut-c' }).uncheck();
    await page.getByTestId('unblock-many').click();
    expect(await page.getByTestId('dialog').textContent()).toMatch(
      /Unblock 2 people\?.*devices are unknown.*gets a mail.*shut-/s,
    );
    await page.getByTestId('confirm').click();
    await page.getByTestId('many-done').waitFor();
    await expect.poll(() => page.getByTestId('state-blocked').isVisible()).toBe(true);
    const { body } = await ada.person.client.get<{ accounts: { status: string }[] }>('/admin/accounts?query=shut-');
    expect(body.accounts.filter(({ status }) => status === 'blocked')).toEqual([]);
  });
});
