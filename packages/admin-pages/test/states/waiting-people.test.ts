import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();
const DAY = 24 * 3_600_000;

describe.skipIf(chromiumHere === null)('the people who have not begun, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const at = (path: string, { person }: Administration): Promise<Seat> => seatAt(desk, app, person, path);

  it('W4 X21 the list tells open invitations from invitations that are over, and the overview tells who has not begun', async () => {
    const ada = await app.admin();
    const ids: string[] = [];
    for (const name of ['ida', 'jon', 'kim'])
      ids.push(
        String((await ada.creates({ identifier: name, email: `${name}@example.org`, invite: true })).body.accountId),
      );
    expect((await ada.person.client.delete(`/admin/accounts/${ids[0]}/invitation`)).status).toBe(204);
    const { page } = await at('/admin/people?sort=identifier', ada);
    const open = page.getByTestId('state-invitationOpen');
    await open.filter({ hasText: /^Invited 2$/ }).waitFor();
    const over = page.getByTestId('state-invitationOver');
    expect(await over.textContent()).toBe('Invitation over 1');
    await over.click();
    await page.locator('#lead').filter({ hasText: '1 of ' }).waitFor();
    expect(await page.getByTestId('account-row').allTextContents()).toEqual(['ida']);
    expect(await page.getByTestId('status').textContent()).toBe('Invitation over');
    await open.click();
    await page.locator('#lead').filter({ hasText: '2 of ' }).waitFor();
    expect(await page.getByTestId('status').allTextContents()).toEqual(['Invited', 'Invited']);
    await page.goto(`/admin/people?id=${ids[0]}`);
    await page.getByTestId('status').filter({ hasText: 'Invitation over' }).waitFor();
    await page.goto('/admin');
    expect(await page.getByTestId('not-begun-note').textContent()).toBe(
      'Must set up: 2 of them were invited and have not begun. Need help: 1 of them was invited and has not begun.',
    );
    expect(await page.getByTestId('attention-mustEnroll').textContent()).toContain(
      '2 of them were invited and have not begun',
    );
  });

  it('P14 W4 a person with a code that was not used yet does not look like a person whom nobody helped', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    expect((await ada.does('help-in', person, { lost: ['password'] })).status).toBe(200);
    const { page } = await at(`/admin/people?state=noWayIn&query=${encodeURIComponent(person.identifier)}`, ada);
    await page
      .locator('.state-cell')
      .filter({ hasText: /^Code is outExpires: tomorrow$/ })
      .waitFor();
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('status').filter({ hasText: 'Code is out' }).waitFor();
    const main = await page.locator('main').textContent();
    expect(main).toContain('Comes in by the sign-in code that was given out. The code expires: tomorrow.');
    expect(main).not.toContain('Cannot sign in without your help.');
    await page.goto('/admin');
    expect(await page.getByTestId('attention-noWayIn').textContent()).toContain(
      '1 of them has a sign-in code that was not used yet',
    );
  });

  it('W4 the people who never signed in have the time at which their accounts were made, the oldest first', async () => {
    const made = (identifier: string, days: number) => ({
      ...{ accountId: identifier, identifier },
      createdAt: new Date(app.clock.now - days * DAY).toISOString(),
    });
    const risk = (code: string) => ({
      ...{ code, severity: 'info', count: 12, message: '', accounts: [made('new', 0), made('old', 5), made('mid', 2)] },
    });
    const ada = await app.admin();
    expect((await ada.creates({ identifier: 'unseen' })).status).toBe(201);
    const { page } = await at('/admin/people?query=unseen', ada);
    await page.locator('.seen-cell', { hasText: 'Never' }).filter({ hasText: 'Made: just now' }).waitFor();
    await page.route('**/auth/admin/risks', (route) =>
      route.fulfill({ json: { risks: [risk('never-signed-in'), risk('dormant')] } }),
    );
    await page.goto('/admin/risks');
    const whom = page.getByTestId('risk-never-signed-in').locator('.whom');
    expect(await whom.textContent()).toBe(
      'old (made 5 days ago), mid (made 2 days ago), new (made just now) and 9 more',
    );
    expect(await whom.getByText('and 9 more').getAttribute('href')).toContain('sort=-createdAt');
    expect(await page.getByTestId('risk-dormant').locator('.whom').textContent()).toBe('new, old, mid and 9 more');
  });
});
