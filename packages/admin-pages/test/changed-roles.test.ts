import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a change of roles, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function rolesOf(person: Person): Promise<Page> {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    await seat.page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await seat.page.getByTestId('roles-card').waitFor();
    return seat.page;
  }

  it('W4 names before what a role of the administration removes: what an administrator set up, and what was set up with it', async () => {
    // An administrator made the account of a newcomer, with a password and an address. The app was set up in a sign-in with them.
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const page = await rolesOf(person);
    await page.getByTestId('roles-contractor').check();
    const effect = page.getByTestId('roles-apply');
    expect(await effect.textContent()).toMatch(/^They apply at once.* No mail tells the person\.$/);
    expect(await effect.textContent()).not.toContain('This role removes');
    await page.getByTestId('roles-admin').check();
    const lost =
      'from an administrator: Password, Authenticator app, Email address, and Backup code. The person is signed out.';
    expect(await effect.textContent()).toContain(lost);
    expect(await effect.textContent()).toMatch(/ a mail tells the person\. .* help the person in afterwards\.$/);
    // The refusal says that it is the role that takes what the person has.
    await page.getByTestId('save-roles').click();
    const refusal = page
      .getByTestId('would-strand')
      .filter({ hasText: 'What was set up with help ends with this role.' });
    await refusal.waitFor();
    expect(await refusal.textContent()).not.toContain('They lack');
    // The answer of the server after the change: nothing that an administrator set up is left.
    const left = { ...(await (await app.admin()).sees(person)), setUpByOthers: undefined };
    await page.route('**/auth/admin/accounts/*/roles', (route) => route.fulfill({ json: left }));
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved. They removed' }).waitFor();
    expect(await page.getByTestId('news').textContent()).toContain(lost);
  });

  it('W4 removes nothing of a person whom nobody helped', async () => {
    const page = await rolesOf(app.person('ben@example.org'));
    await page.getByTestId('roles-admin').check();
    expect(await page.getByTestId('roles-apply').textContent()).toMatch(/^They apply at once/);
    expect(await page.getByTestId('roles-apply').textContent()).not.toContain('This role removes');
  });

  it('W4 tells afterwards that the person was signed out, also if nothing else ended', async () => {
    const person = app.person('ben@example.org');
    await person.proves('password', 'email-code');
    const page = await rolesOf(person);
    await page.getByTestId('roles-contractor').check();
    // The answer for an account that was helped in once, and has set up nothing since.
    await page.route('**/auth/admin/accounts/*/roles', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), sessions: 0 } });
    });
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved. The person is signed out.' }).waitFor();
  });

  it('N5 the overview names the roles of a change before the undo', async () => {
    const page = await rolesOf(await app.newcomer());
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
