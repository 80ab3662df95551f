import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the undo of a change of roles, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function at(path: string, { person }: Administration): Promise<Seat> {
    const seat = await desk.sitDown();
    await seat.takesOver(person);
    await seat.clock.setFixedTime(app.clock.now);
    await seat.page.goto(path);
    return seat;
  }

  it('N5 the overview names the roles of a change before the undo', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('roles-contractor').check();
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved.' }).waitFor();
    await page.goto('/admin');
    const change = page.locator('[data-testid="change"][data-type="account.roles-changed"]').first();
    await change.getByTestId('undo').click();
    expect(await page.getByTestId('dialog').textContent()).toMatch(
      /changed the roles of newcomer.*: none → contractor\./s,
    );
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('changes')
      .filter({ hasText: /The change for newcomer-\d+ is undone/ })
      .waitFor();
    // The undo has a line of its own at once, with the roles of both changes.
    await change.filter({ hasText: 'contractor → none' }).waitFor();
    expect(await change.getByTestId('undo').count()).toBe(1);
  });
});
