import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

describe.skipIf(chromiumHere === null)('accounts above an administrator of people, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('W4 are shown without acts, and their role cannot be given', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    const paul = await own.newcomer('admin');
    await paul.proves('password', 'email-code');
    await paul.enrollsTotp();
    await paul.provesStrongest();
    const dora = await own.newcomer();
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(paul);
    await page.goto(`/admin/people?id=${await ada.idOf(ada.person)}`);
    await page.getByTestId('above').filter({ hasText: 'only somebody who may change the policy' }).waitFor();
    for (const act of ['help-in', 'block', 'delete-account', 'roles-card', 'set-methods', 'vouch'])
      expect(await page.getByTestId(act).count(), act).toBe(0);
    await page.goto(`/admin/people?id=${await ada.idOf(dora)}`);
    await page.getByTestId('roles-card').waitFor();
    expect(await page.getByTestId('roles-super-admin').isDisabled()).toBe(true);
    expect(await page.getByTestId('roles-admin').isEnabled()).toBe(true);
    expect(await page.getByTestId('roles-card').textContent()).toContain('can give this role');
    expect(await page.getByTestId('help-in').count()).toBe(1);
    // Who may change the policy gives every role.
    await seat.takesOver(ada.person);
    await page.reload();
    await page.getByTestId('roles-card').waitFor();
    expect(await page.getByTestId('roles-super-admin').isEnabled()).toBe(true);
  });
});
