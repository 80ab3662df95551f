import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { eagerTimer } from '@sallyport/example-quickstart/test/eager-timer';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  timer: eagerTimer,
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('the pages of a long list of people, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);
  const german = chromium.at(app, { locale: 'de-DE' });

  const at = (path: string, { person }: Administration): Promise<Seat> => seatAt(desk, app, person, path);

  it('W4 a list by a risk has the number of the risk, though the list has further pages', async () => {
    const ada = await app.admin();
    for (let made = 0; made < 51; made++)
      expect((await ada.creates({ identifier: `unseen-${made}` })).status).toBe(201);
    const { page } = await at('/admin/people?risk=never-signed-in', ada);
    await page.getByTestId('next-page').waitFor();
    const lead = page.locator('#lead');
    const known = await lead.textContent();
    expect(known).toMatch(/^5\d of \d+ people match$/);
    await page.getByTestId('next-page').click();
    await page.getByTestId('first-page').waitFor();
    expect(await lead.textContent()).toBe(known);
  });

  it('W4 a list of which nobody knows the number says the same on its first page and on its second page', async () => {
    const ada = await app.admin();
    for (let made = 0; made < 51; made++)
      expect((await ada.creates({ identifier: `uncounted-${made}` })).status).toBe(201);
    const { page } = await at('/admin/people?query=uncounted', ada);
    const lead = page.locator('#lead');
    await page.getByTestId('next-page').waitFor();
    expect(await lead.textContent()).toMatch(/^More than 50 of \d+ people match$/);
    const first = await lead.textContent();
    await page.getByTestId('next-page').click();
    await page.getByTestId('first-page').waitFor();
    expect(await lead.textContent()).toBe(first);
  });

  it('W4 on a phone a long name has the row for itself, and the state stands below the name', async () => {
    const ada = await app.admin();
    const [short, long] = ['kurt', 'karoline.von.hohenlohe.langenburg@example.net'];
    for (const identifier of [short, long])
      expect((await ada.creates({ identifier, password: PASSWORD, roles: ['contractor'] })).status).toBe(201);
    const seat = await german.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    const boxes = async (name: string) => {
      await page.goto(`/admin/people?query=${encodeURIComponent(name)}`);
      const row = page.locator('.people-table tbody tr');
      const [whole, named, state, roles] = await Promise.all(
        [row, row.locator('th'), row.getByTestId('status'), row.locator('.roles-cell')].map((part) =>
          part.evaluate((shown) => shown.getBoundingClientRect().toJSON() as DOMRect),
        ),
      );
      if (whole === undefined || named === undefined || state === undefined || roles === undefined)
        throw new Error('the row has all cells');
      return { whole, named, state, roles };
    };
    const wide = await boxes(long);
    expect(wide.named.width).toBeGreaterThan(wide.whole.width * 0.75);
    expect(wide.state.top).toBeGreaterThanOrEqual(wide.named.bottom);
    expect(wide.state.left).toBeLessThan(wide.named.left + 2);
    expect(wide.roles.top).toBeGreaterThanOrEqual(wide.state.bottom);
    const narrow = await boxes(short);
    expect(narrow.state.top).toBeLessThan(narrow.named.bottom);
    expect(narrow.roles.top).toBeGreaterThanOrEqual(narrow.state.bottom);
  });

  it('W4 the search and the choices of the list stand in one row on a wide page', async () => {
    const { page } = await at('/admin/people', await app.admin());
    const topOf = async (tool: string) => (await page.getByTestId(tool).boundingBox())?.y;
    for (const tool of ['filter-role', 'filter-factor', 'filter-risk', 'sort'])
      expect(await topOf(tool), tool).toBe(await topOf('search'));
  });

  it('W4 the list is filtered by a risk, which says why it is one', async () => {
    const ada = await app.admin();
    expect((await ada.creates({ identifier: 'never-here' })).status).toBe(201);
    const { page } = await at('/admin/people', ada);
    await page.getByTestId('filter-risk').selectOption({ label: 'Never signed in' });
    await page.getByTestId('risk-filter').filter({ hasText: 'Never signed in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('risk')).toBe('never-signed-in');
    await page.getByRole('columnheader').getByRole('link', { name: 'Name' }).click();
    await page.getByTestId('search').fill('never-here');
    await page.getByRole('rowheader', { name: 'never-here' }).waitFor();
    await page.getByTestId('risk-filter').click();
    await page.getByTestId('risk-filter').waitFor({ state: 'detached' });
    expect(await page.getByTestId('filter-risk').inputValue()).toBe('');
  });

  it('W4 X21 typed addresses may have spaces, semicolons and names between them', async () => {
    const { page } = await at('/admin/people?new=1', await app.admin());
    const addresses = page.getByTestId('new-identifier');
    await addresses.pressSequentially('nia@example.org; Ole Muster <ole@example.org> pia@example.org');
    await page.getByTestId('confirm').filter({ hasText: 'Send 3 invitations' }).click();
    const news = await page.getByTestId('news').textContent();
    for (const name of ['nia', 'ole', 'pia']) expect(news).toContain(`${name}@example.org`);
    await page.goto('/admin/people?new=1');
    await addresses.pressSequentially('quin@example.org ria@example.org');
    await addresses.press('Enter');
    await page.getByTestId('news').filter({ hasText: 'quin@example.org' }).waitFor();
  });

  it('X21 a wrong address is named at the field, and an address without an ending is sent after a question alone', async () => {
    const { page } = await at('/admin/people?new=1', await app.admin());
    const addresses = page.getByTestId('new-identifier');
    await addresses.fill('sol@example.org, mara@exmaple,org');
    const confirm = page.getByTestId('confirm').filter({ hasText: 'Send 2 invitations' });
    await confirm.click();
    const error = page.getByTestId('dialog').getByTestId('error');
    await error.getByText('Not an email address: mara@exmaple,org.').waitFor();
    expect(await addresses.getAttribute('aria-invalid')).toBe('true');
    await addresses.fill('sol@example.org, mara@firma');
    await confirm.click();
    await error.getByText('Without an ending such as .com: mara@firma.').waitFor();
    await confirm.click();
    await page.getByTestId('news').filter({ hasText: 'mara@firma' }).waitFor();
  });

  it('W4 the next page of people begins at its first row, also for the keyboard', async () => {
    const ada = await app.admin();
    for (let made = 0; made < 51; made++)
      expect((await ada.creates({ identifier: `turned-${made}`, email: `turned-${made}@example.org` })).status).toBe(
        201,
      );
    const { page } = await at('/admin/people?risk=never-signed-in', ada);
    await page.getByTestId('next-page').click();
    await page.getByTestId('first-page').click();
    await page.getByTestId('first-page').waitFor({ state: 'detached' });
    const list = page.locator('.people-list');
    await expect.poll(() => list.evaluate((rows) => rows === document.activeElement)).toBe(true);
    const top = await list.evaluate((rows) => rows.getBoundingClientRect().top);
    expect([top >= -1, top < 200]).toEqual([true, true]);
  });

  it('W4 the list of people says which people a page has, goes a page back, and comes back to its place', async () => {
    const ada = await app.admin();
    for (let made = 0; made < 101; made++)
      expect((await ada.creates({ identifier: `ranged-${String(made).padStart(3, '0')}` })).status).toBe(201);
    const { page } = await at('/admin/people?query=ranged-&sort=identifier', ada);
    const range = page.getByTestId('range');
    expect(await range.textContent()).toBe('1–50');
    expect(await page.getByTestId('order-note').count()).toBe(0);
    await page.getByTestId('next-page').click();
    await expect.poll(() => range.textContent()).toBe('51–100');
    await page.getByTestId('next-page').click();
    await expect.poll(() => range.textContent()).toBe('101–101');
    await page.getByTestId('previous-page').click();
    await expect.poll(() => range.textContent()).toBe('51–100');
    const far = page.getByTestId('account-row').nth(45);
    for (const back of ['link', 'browser'] as const) {
      await far.scrollIntoViewIfNeeded();
      const before = await page.evaluate(() => scrollY);
      expect(before).toBeGreaterThan(300);
      await far.click();
      await page.getByTestId('detail-identifier').waitFor();
      await (back === 'link' ? page.getByTestId('back').click() : page.goBack());
      await range.waitFor();
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before - 5);
      expect(await range.textContent()).toBe('51–100');
    }
    await page.getByTestId('previous-page').click();
    await expect.poll(() => range.textContent()).toBe('1–50');
    // The order of one row needs no line.
    await page.goto('/admin/people?query=ranged-001');
    await page.getByTestId('account-row').waitFor();
    expect(await page.getByTestId('order-note').count()).toBe(0);
    await page.goto('/admin/people?query=ranged-');
    const note = page.getByTestId('order-note');
    const [ofNote, ofRow] = await Promise.all([
      note.evaluate((shown) => ({
        size: getComputedStyle(shown).fontSize,
        left: Number.parseFloat(getComputedStyle(shown).paddingLeft),
      })),
      page.locator('.table-foot').evaluate((shown) => Number.parseFloat(getComputedStyle(shown).paddingLeft)),
    ]);
    expect(ofNote).toEqual({ size: '14px', left: ofRow });
    await page.getByTestId('sort-newest').click();
    await page.getByTestId('order-note').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-createdAt');
  });
});
