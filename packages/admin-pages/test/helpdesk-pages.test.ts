import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const HELPDESK = { roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] };

describe.skipIf(chromiumHere === null)('a helpdesk on the pages of administrators, in Chromium', () => {
  const chromium = chromiumForThisFile();

  const withHelpdesk = (...helpdesk: readonly object[]) => ({
    ...FIRST_POLICY,
    administrators: { ...FIRST_POLICY.administrators, helpdesk },
  });

  it('W4 is made, changed and removed by the fields of the policy page', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(ada.person);
    await page.goto('/admin/policy');
    const card = page.getByTestId('card-administrators');
    await page.getByTestId('edit-administrators').click();
    await page.getByTestId('add-helpdesk').click();
    const roles = page.getByTestId('helpdesk-0-roles');
    await roles.getByPlaceholder('Another role').fill('desk');
    await roles.getByPlaceholder('Another role').press('Tab');
    // The server refuses a helpdesk over roles of the administration, so the fields offer none.
    for (const above of ['super-admin', 'admin', 'desk'])
      expect(await page.getByTestId(`helpdesk-0-over-${above}`).isVisible(), above).toBe(false);
    await page.getByTestId('helpdesk-0-over-contractor').check({ force: true });
    await page.getByTestId('helpdesk-0-may-unlock').check({ force: true });
    await save(page);
    expect((await ada.policy()).policy).toMatchObject({
      administrators: { helpdesk: [{ ...HELPDESK, may: ['reset', 'unlock'] }] },
    });
    await page.goto('/admin/policy');
    expect(await card.textContent()).toContain(
      '“Help in and reset” and “Unlock”, by the role desk, for people with only the role contractor',
    );
    // The server would refuse an empty list. The draft says what is missing.
    await page.getByTestId('edit-administrators').click();
    await page.getByTestId('helpdesk-0-over-contractor').uncheck({ force: true });
    await expect.poll(() => page.getByTestId('draft-bar').textContent()).toContain('Helpdesk 1 is not complete yet');
    await page.getByTestId('remove-helpdesk-0').click();
    await save(page);
    expect((await ada.policy()).policy).not.toHaveProperty('administrators.helpdesk');
  });

  it('W4 sees the people whom it helps, and only the acts that it may do', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    expect((await ada.putsPolicy(withHelpdesk({ ...HELPDESK, may: ['reset'] }))).status).toBe(200);
    const dee = await own.newcomer('desk');
    await dee.proves('password', 'email-code');
    await dee.enrollsTotp();
    const cleo = await own.newcomer('contractor');
    await cleo.proves('password', 'email-code');
    await cleo.enrollsPasskey();
    await dee.provesStrongest();
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(dee);
    // The overview is not for a helpdesk: the page of people is.
    await page.goto('/admin');
    await page.waitForURL('**/admin/people');
    await page.getByTestId('accounts').waitFor();
    const names = await page.getByTestId('account-row').allTextContents();
    expect(names.join()).toContain(cleo.identifier.split('@')[0] ?? '-');
    expect(names.join()).not.toContain('ada');
    expect(await page.locator('header nav li:not([hidden]) a').allTextContents()).toEqual(['People']);
    // On a phone the bar with one link would cover the list.
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.locator('header nav li a[href="/admin/people"]').isVisible()).toBe(false);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await page.getByTestId('create-account').isVisible()).toBe(false);
    expect(await page.getByTestId('select').count()).toBe(0);
    expect(await page.locator('#lead').textContent()).toBe('2 people whom you may help. Others are not shown.');
    for (const tool of ['filter-role', 'filter-risk']) expect(await page.getByTestId(tool).isVisible()).toBe(false);
    await page.getByTestId('search').fill(ada.person.identifier);
    await page.getByTestId('nobody').filter({ hasText: 'Nobody whom you may help matches.' }).waitFor();
    await page.goto(`/admin/people?id=${await ada.idOf(cleo)}`);
    await page.getByTestId('ways').waitFor();
    expect(await page.getByTestId('help-in').isVisible()).toBe(true);
    for (const hidden of [
      'block',
      'delete-account',
      'roles-card',
      'set-methods',
      'vouch',
      'tab-sessions',
      'tab-activity',
    ])
      expect({ [hidden]: await page.getByTestId(hidden).count() }).toEqual({ [hidden]: 0 });
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-mailbox').check();
    await page.getByTestId('password-too').filter({ hasText: 'somebody else may know the password' }).waitFor();
    await page.getByTestId('cancel').click();
    // A helpdesk does not see vaults. The dialogs that take passkeys say what happens to a vault that may be there.
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-passkey').check();
    await expect.poll(() => page.getByTestId('effects').textContent()).toContain('If they keep a vault');
    await page.getByTestId('confirm').click();
    // A second help-in, for a person who lost nothing more, makes another code.
    await page.getByTestId('code-astray').filter({ hasText: 'press “Help them in”' }).waitFor();
    await page.goto(`/admin/people?id=${await ada.idOf(ada.person)}`);
    await page.getByTestId('not-permitted').filter({ hasText: 'this person' }).waitFor();
    await page.locator('.card.empty').getByRole('link', { name: 'People' }).click();
    await page.getByTestId('account-row').first().waitFor();
    for (const path of ['/admin/policy', '/admin/activity', '/admin/risks']) {
      await page.goto(path);
      await page.getByTestId('not-permitted').waitFor();
      // The start page shows the reader, and nobody else's rights.
      expect(await page.locator('.card.empty').getByRole('link').textContent()).toBe('Go to the start page');
      expect(await page.locator('header nav li:not([hidden]) a').allTextContents(), path).toEqual(['People']);
    }
  });

  it('W4 W5 refuses the list to a person without a role, and shows no link of the administration', async () => {
    const own = await quickstartForThisTest();
    const person = await own.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    const seat = await chromium.at(own).sitDownAt('desktop');
    await seat.takesOver(person);
    await seat.page.goto('/admin/people');
    await seat.page.getByTestId('not-permitted').waitFor();
    expect(await seat.page.locator('header nav li a:visible').allTextContents()).toEqual([]);
  });

  it('W4 reads whether a person needs a code, because a helpdesk cannot read the policy', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    const policy = withHelpdesk({ ...HELPDESK, may: ['vouch'] });
    expect((await ada.putsPolicy(policy)).status).toBe(200);
    const dee = await own.newcomer('desk');
    await dee.proves('password', 'email-code');
    await dee.enrollsTotp();
    await dee.provesStrongest();
    const cleo = await own.newcomer('contractor');
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(dee);
    const address = `/admin/people?id=${await ada.idOf(cleo)}`;
    await page.goto(address);
    const card = page.getByTestId('first-factor');
    await card.getByText('They need no code now').waitFor();
    expect((await ada.putsPolicy({ ...policy, enrollment: { firstFactor: 'vouched' } })).status).toBe(200);
    await page.goto(address);
    await page.getByText('Needs a sign-in code from you to set up a passkey').waitFor();
    expect(await card.count()).toBe(0);
  });

  it('W4 unlocks a locked person at the top of the page, and so does an administrator', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    expect((await ada.putsPolicy(withHelpdesk({ ...HELPDESK, may: ['unlock'] }))).status).toBe(200);
    const dee = await own.newcomer('desk');
    await dee.proves('password', 'email-code');
    await dee.enrollsTotp();
    await dee.provesStrongest();
    const cleo = await own.newcomer('contractor');
    await cleo.proves('password', 'email-code');
    await cleo.enrollsTotp();
    await cleo.provesStrongest();
    const address = `/admin/people?id=${await ada.idOf(cleo)}`;
    const onOwnDevice = 'Too many wrong tries on a device of this person.';
    for (const [helper, guesses, said] of [
      [dee, cleo.stranger(), 'Too many wrong tries. Opens again by itself'],
      [dee, cleo, onOwnDevice],
      [ada.person, cleo, onOwnDevice],
    ] as const) {
      for (let guess = 0; guess < 10; guess += 1) await guesses.signInWithPassword(`guess ${guess}`);
      const seat = await chromium.at(own).sitDownAt('desktop');
      const { page } = seat;
      await seat.takesOver(helper);
      await page.goto(address);
      const unlock = page.locator('#acts').getByTestId('unlock');
      await unlock.waitFor();
      expect(await page.getByTestId('unlock').count()).toBe(1);
      expect(await page.locator('main').textContent()).toContain(said);
      expect(await page.locator('main').textContent()).toContain('“Unlock” lets them try again now.');
      expect(await page.locator('#acts .primary').textContent()).toBe('Unlock');
      await unlock.click();
      await page.getByTestId('news').filter({ hasText: 'The account is unlocked' }).waitFor();
      expect(await unlock.count()).toBe(0);
    }
  });

  it('W4 sees nothing before the proof that is gone after the proof', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    expect((await ada.putsPolicy(withHelpdesk(HELPDESK))).status).toBe(200);
    const dee = await own.newcomer('desk');
    await dee.proves('password', 'email-code');
    await dee.enrollsTotp();
    // The proof is too old for the administration.
    own.clock.advance(16 * 60_000);
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(dee);
    await page.goto('/admin/people');
    await page.getByTestId('dialog').waitFor();
    for (const path of ['/admin', '/admin/policy', '/admin/activity', '/admin/risks'])
      expect(await page.locator(`header nav li a[href="${path}"]`).isVisible(), path).toBe(false);
    const people = page.locator('header nav li a[href="/admin/people"]');
    expect(await people.isVisible()).toBe(true);
    expect(await page.getByTestId('create-account').count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await people.isVisible(), 'a bar with one link').toBe(false);
  });

  it('W4 offers the role of a helpdesk to an administrator, and says what a person may do with the role', async () => {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    expect((await ada.putsPolicy(withHelpdesk({ ...HELPDESK, may: ['reset', 'unlock'] }))).status).toBe(200);
    const [person, dee] = [await own.newcomer('employee'), await own.newcomer('desk')];
    const seat = await chromium.at(own).sitDownAt('desktop');
    const { page } = seat;
    await seat.takesOver(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    const roles = page.getByTestId('roles');
    expect(await roles.textContent()).toContain('deskFor contractor: may help them in and unlock them');
    expect(await roles.textContent()).toContain('employeeAs everyone: no rule of its own');
    const address = `/admin/people?id=${await ada.idOf(dee)}`;
    await page.goto(address);
    expect(await page.getByTestId('administers-without').textContent()).toMatch(
      /has neither, and sets one up .* reset their password by mail, they need a sign-in code from you/,
    );
    await page.goto(`${address}&tab=access`);
    expect(await page.getByTestId('administers').textContent()).toContain('For contractor: may help them in');
  });

  async function save(page: Page): Promise<void> {
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    const weaker = page.getByTestId('allow-weaker');
    if ((await weaker.count()) > 0) await weaker.check();
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
  }
});
