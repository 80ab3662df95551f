import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the loss with a role of the administration, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function rolesOf(person: Person): Promise<Page> {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    await seat.page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await seat.page.getByTestId('roles-card').waitFor();
    return seat.page;
  }

  it('W4 is named before the change: what an administrator set up, and what was set up with it', async () => {
    // An administrator made the account of a newcomer, with a password and an address. The app was set up in a sign-in with them.
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const page = await rolesOf(person);
    await page.getByTestId('roles-contractor').check();
    const effect = page.getByTestId('roles-apply');
    expect(await effect.textContent()).toMatch(/^They apply at once/);
    expect(await effect.textContent()).not.toContain('This role removes');
    await page.getByTestId('roles-admin').check();
    const lost =
      'from an administrator: Password, Email address, Authenticator app, and Backup code. The person is signed out.';
    expect(await effect.textContent()).toContain(lost);
  });

  it('W4 is none for a person whom nobody helped', async () => {
    const page = await rolesOf(app.person('ben@example.org'));
    await page.getByTestId('roles-admin').check();
    expect(await page.getByTestId('roles-apply').textContent()).toMatch(/^They apply at once/);
    expect(await page.getByTestId('roles-apply').textContent()).not.toContain('This role removes');
  });

  it('W4 is told after the change, also if only the sessions ended', async () => {
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
});
