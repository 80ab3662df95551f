import { faultsOf, faultsOfWords } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('administration meets WCAG 2.2 AA in every state, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);
  const german = chromium.at(app, { locale: 'de-DE' });

  it('of accounts: a long list, none, one account, its dialogs and its codes', async () => {
    const ada = await app.admin();
    for (let count = 0; count < 60; count += 1) {
      await ada.creates({ identifier: `somebody-with-a-long-name-${count}@some.department.example.org` });
    }
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people');
    await page.getByTestId('next-page').waitFor();
    expect.soft(await faultsOf(page), 'long list').toEqual([]);
    await page.getByTestId('search').fill('nobody of that name');
    await page.getByTestId('nobody').waitFor();
    expect.soft(await faultsOf(page), 'none').toEqual([]);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('detail-identifier').waitFor();
    for (const opener of ['set-methods', 'help-in', 'block', 'delete-account']) {
      await page.getByTestId(opener).click();
      await page.getByTestId('dialog').waitFor();
      expect.soft(await faultsOf(page), opener).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
    }
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-app').check();
    await page.getByTestId('ends').waitFor();
    expect.soft(await faultsOf(page), 'what ends').toEqual([]);
    await page.getByTestId('confirm').click();
    await page.getByTestId('kept-code').waitFor();
    await ada.does('block', person, { reason: 'lost laptop' });
    expect.soft(await faultsOf(page), 'one account').toEqual([]);
    for (const tab of ['sessions', 'activity', 'access']) {
      await page.getByTestId(`tab-${tab}`).click();
      await page.locator(`[data-testid=tab-${tab}][aria-current]`).waitFor();
      expect.soft(await faultsOf(page), tab).toEqual([]);
    }
    await page.goto('/admin/people?query=nobody+of+that+name');
    await page.getByTestId('nobody').waitFor();
    await page.getByTestId('create-account').click();
    await page.getByTestId('dialog').waitFor();
    expect.soft(await faultsOf(page), 'new account').toEqual([]);
  });

  it.each([
    ['English', desk, faultsOf],
    ['German', german, faultsOfWords],
  ])(
    'of the overview, risks, activity and policy, with what a change does, and with what is wrong, in %s',
    async (_, at, faultsIn) => {
      const ada = await app.admin();
      await ada.deletes(await app.newcomer());
      const seat = await at.sitDown();
      await seat.takesOver(ada.person);
      const { page } = seat;
      await page.goto('/admin');
      await page.getByTestId('meets').waitFor();
      expect.soft(await faultsIn(page), 'overview').toEqual([]);
      for (const chart of ['meets', 'strongest', 'days']) await page.getByTestId(`${chart}-as-table`).click();
      expect.soft(await faultsIn(page), 'overview as tables').toEqual([]);
      await page.goto('/admin/risks');
      await page.getByTestId('clear').waitFor();
      expect.soft(await faultsIn(page), 'risks').toEqual([]);
      await page.goto('/admin/activity');
      await page.getByTestId('deleted-account').first().waitFor();
      expect.soft(await faultsIn(page), 'activity').toEqual([]);
      await page.getByTestId('kind-vault').check({ force: true });
      await page.getByTestId('nothing').waitFor();
      expect.soft(await faultsIn(page), 'nothing happened').toEqual([]);
      await page.route('**/auth/sign-in?local=1', async (route) => {
        const response = await route.fetch();
        const providers = [{ id: 'corp-key', name: 'Corp', location: '/corp' }];
        return route.fulfill({ response, json: { ...(await response.json()), providers } });
      });
      await page.goto('/admin/policy');
      await page.getByTestId('tab-rules').waitFor();
      expect.soft(await faultsIn(page), 'policy').toEqual([]);
      for (const card of await page.locator('[data-testid^="edit-"]').all()) await card.click();
      await page.getByTestId('new-strength').fill('corp-key');
      await page.getByTestId('new-strength-add').click();
      await page.getByTestId('add-trust-corp-key').click();
      await page.locator('tr[data-role="contractor"] input[value="baseline"]').check({ force: true });
      await page.locator('[data-testid="error"]:not(:empty)').waitFor();
      expect.soft(await faultsIn(page), 'every card open, and what is wrong').toEqual([]);
      await page.getByTestId('ways-everyone').click();
      await page.getByTestId('dialog').waitFor();
      expect.soft(await faultsIn(page), 'ways').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('session-everyone').click();
      await page.getByTestId('dialog').waitFor();
      expect.soft(await faultsIn(page), 'sessions').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('discard').click();
      await page.getByTestId('confirm').click();
      await page.locator('tr[data-role="contractor"] input[value="baseline"]').check({ force: true });
      await page.getByTestId('review').click();
      await page.getByTestId('save-card').waitFor();
      expect.soft(await faultsIn(page), 'review').toEqual([]);
      await page.goto('/admin/policy?tab=history');
      await page.getByTestId('version').first().waitFor();
      expect.soft(await faultsIn(page), 'history').toEqual([]);
      await page.goto('/admin/policy?tab=json');
      await page.getByTestId('policy-json').fill('{');
      await page.getByTestId('json-fault').waitFor();
      expect.soft(await faultsIn(page), 'text').toEqual([]);
    },
  );
});
