import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('what administrators read before and after an act, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Ada in front of a person's account page. */
  async function adaAt(person: Person, width: Width = 'desktop', tab = ''): Promise<Seat> {
    const ada = await app.admin();
    const seat = await desk.sitDownAt(width);
    await seat.takesOver(ada.person);
    await seat.page.goto(`/admin/people?id=${await ada.idOf(person)}${tab}`);
    await seat.page.getByTestId('detail-identifier').waitFor();
    return seat;
  }

  async function personWith(...factors: readonly ('totp' | 'passkey')[]): Promise<Person> {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    for (const factor of factors) {
      await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
      if (factor !== factors.at(-1)) await person.provesStrongest();
    }
    return person;
  }

  async function dialogOf(page: Page, opener: string): Promise<string> {
    await page.getByTestId(opener).click();
    return (await page.getByTestId('dialog').textContent()) ?? '';
  }

  const news = (page: Page): Promise<string | null> => page.getByTestId('news').textContent();

  it('P18 a block without a reason asks for one, at its field', async () => {
    const person = await app.newcomer();
    const { page } = await adaAt(person, 'phone');
    await page.getByTestId('block').click();
    const reason = page.getByLabel('Reason (required)');
    for (const nothing of ['', '   ']) {
      await reason.fill(nothing);
      await page.getByTestId('confirm').click();
      await page.getByTestId('dialog').getByTestId('error').filter({ hasText: 'Enter a reason' }).waitFor();
      expect(await reason.getAttribute('aria-invalid')).toBe('true');
      const [told = ''] = ((await reason.getAttribute('aria-describedby')) ?? '').split(' ');
      expect(await page.locator(`[id="${told}"]`).textContent()).toContain('Enter a reason');
      expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true);
    }
    expect((await (await app.admin()).sees(person)).status).toBe('active');
    await reason.fill('left the company');
    expect(await reason.getAttribute('aria-invalid')).toBeNull();
    await page.getByTestId('confirm').click();
    expect(await news(page)).toMatch(/blocked.*signed out everywhere/i);
    expect([(await person.session()).status, await page.getByText('the policy asks for').count()]).toEqual([401, 0]);
  });

  it('removing the only passkey says that backup codes and sessions go too, and they do', async () => {
    const person = await personWith('passkey');
    expect(person.has.backupCodes).not.toEqual([]);
    const { page } = await adaAt(person);
    const told = await dialogOf(page, 'revoke-passkey');
    expect(told).toMatch(/Stops working at once: their only passkey.* the backup codes\./);
    expect(told).toMatch(/signed out wherever.*press “Help them in”/s);
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
    expect((await (await app.admin()).sees(person)).factors).toMatchObject({
      passkeys: [],
      backupCodes: { remaining: 0 },
    });
  });

  it('removing a passkey beside an authenticator app says that backup codes stay, and they do', async () => {
    const person = await personWith('totp', 'passkey');
    const { page } = await adaAt(person);
    const told = await dialogOf(page, 'revoke-passkey');
    expect(told).toMatch(/at once: their only passkey\..*Keeps working: .*authenticator app.* the backup codes\./);
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
    const { factors } = await (await app.admin()).sees(person);
    expect(factors.backupCodes.remaining).toBeGreaterThan(0);
  });

  it('P13 W12 help says what ends and what stays, ends it, and hands over a code', async () => {
    const person = await personWith('totp', 'passkey');
    await person.provesStrongest();
    const { page } = await adaAt(person);
    await page.getByTestId('help-in').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('dialog').getByText('Tick what is lost.').waitFor();
    await page.getByTestId('lost-app').check();
    await page.getByTestId('ends').getByText('Authenticator app').waitFor();
    expect(await page.getByTestId('keeps').textContent()).toMatch(/Passkey.*Password/);
    await page.getByTestId('lost-passkey').check();
    await page.getByTestId('ends').getByText('Passkey').waitFor();
    expect(await page.getByTestId('ends').textContent()).toMatch(/Passkey.*Backup codes.*signed out everywhere/);
    expect(await page.getByTestId('keeps').textContent()).toMatch(/Password.*@example\.org/);
    await page.getByTestId('confirm').click();
    await page.getByTestId('kept-code').waitFor();
    expect((await person.session()).status).toBe(401);
    expect((await (await app.admin()).sees(person)).factors).toMatchObject({
      totp: false,
      passkeys: [],
      backupCodes: { remaining: 0 },
    });
  });

  it('a code that was given is not replaced unawares', async () => {
    const person = await app.newcomer('contractor');
    const { page } = await adaAt(person);
    const give = page.getByTestId('vouch');
    expect(await give.textContent()).toBe('Give a sign-in code');
    await give.click();
    const first = await page.getByTestId('enrollment-code').textContent();
    await page.getByTestId('news').waitFor();
    expect(await page.getByTestId('code-given').textContent()).toContain('was not used yet');
    await give.click();
    await page
      .getByTestId('enrollment-code')
      .filter({ hasNotText: first ?? '' })
      .waitFor();
    expect(await page.getByTestId('kept-code').textContent()).toMatch(
      /stopped working.*first enter the name \S+ and their password/s,
    );
    await page.getByRole('button', { name: 'Done, hide the code' }).click();
    await page.getByTestId('news').waitFor({ state: 'detached' });
    expect(await page.getByTestId('enrollment-code').count()).toBe(0);
    // After a reload, the page does not know whether this administrator gave the code.
    await page.reload();
    await page.getByTestId('code-given').waitFor();
  });

  it('P3 says nothing of a code that was given once something was set up with it', async () => {
    const person = await app.newcomer('contractor');
    const ada = await app.admin();
    const { body } = await ada.does('enrollment-code', person);
    await person.proves('password');
    await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode });
    expect((await person.enrollsPasskey()).status).toBe(200);
    await ada.does('reset-passkeys', person);
    const { page } = await adaAt(person);
    await page.getByTestId('vouch').waitFor();
    expect(await page.getByTestId('code-given').count()).toBe(0);
  });

  it('says which of blocking and deleting is for whom, and what the log keeps', async () => {
    const { page } = await adaAt(await app.newcomer());
    expect(await page.getByTestId('vouch').count()).toBe(0);
    const hint = await page.getByTestId('leaving').textContent();
    expect(hint).toMatch(/Block.*come back.*Delete.*for good/s);
    expect(await dialogOf(page, 'delete-account')).toContain('keeps the entries, under a substitute ID');
    expect(await page.getByTestId('account-id').textContent()).toBe(new URL(page.url()).searchParams.get('id'));
  });

  it('names in the log what was set up, and what was removed', async () => {
    const person = await personWith('totp', 'passkey');
    await person.provesStrongest();
    expect((await person.client.delete('/account/totp')).status).toBeLessThan(300);
    const { page } = await adaAt(person, 'desktop', '&tab=activity');
    for (const told of ['set up: Authenticator app', 'set up: Passkey', 'removed: Authenticator app'])
      await page.getByTestId('event').filter({ hasText: told }).first().waitFor();
  });

  it('P18 an account is blocked and unblocked, each after a question, and help says when its code works', async () => {
    const person = await personWith('totp');
    const { page } = await adaAt(person);
    expect(await page.getByTestId('vouch').count()).toBe(0);
    await page.getByTestId('block').click();
    await page.getByTestId('reason').fill('lost laptop');
    await page.getByTestId('confirm').click();
    await page.getByTestId('unblock').waitFor();
    expect(await page.getByTestId('leaving').textContent()).toMatch(/^Delete .*keeps its entries, also after deleting/);
    await page.getByTestId('help-in').click();
    await page.getByText('The account is blocked. Unblock it as well').waitFor();
    await page.getByTestId('lost-app').check();
    await page.getByTestId('confirm').click();
    const waits = page.getByTestId('code-waits');
    expect(await waits.textContent()).toMatch(/^The account is blocked\. The code above works once .* unblocked\.$/);
    const told = await dialogOf(page, 'unblock');
    expect(told).toMatch(new RegExp(`Unblock ${person.identifier}\\?.*still there`, 's'));
    await page.getByTestId('cancel').click();
    expect((await (await app.admin()).sees(person)).status).toBe('blocked');
    await page.getByTestId('unblock').click();
    await page.getByTestId('confirm').click();
    await expect.poll(() => news(page)).toContain('unblocked');
    expect(await waits.count()).toBe(0);
    expect((await (await app.admin()).sees(person)).status).toBe('active');
  });

  it('says what to tell a new person', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people');
    await page.getByTestId('sign-out').waitFor();
    await page.getByTestId('create-account').click();
    expect(await page.getByTestId('new-roles').textContent()).toContain('Needs a passkey or an authenticator app');
    await page.getByTestId('new-identifier').fill('Eve@Example.org');
    expect(await page.getByTestId('confirm').textContent()).toBe('Send the invitation');
    expect(await page.getByTestId('new-password').isVisible()).toBe(false);
    await page.getByTestId('first-password').check();
    await page.getByTestId('confirm').click();
    await page.getByTestId('dialog').getByText('Enter a first password.').waitFor();
    await page.getByTestId('new-password').fill('a few words to begin with');
    await page.getByTestId('confirm').click();
    expect(await news(page)).toMatch(/eve@example\.org has an account now.*\/sign-in/s);
    await page.getByTestId('detail-identifier').filter({ hasText: 'eve@example.org' }).waitFor();
  });

  it('acts on everybody whom the filters list, and says for whom it was not done, and why', async () => {
    const [person, other] = [await app.newcomer('contractor'), await app.newcomer('contractor')];
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people?role=contractor&state=mustEnroll');
    expect(await page.getByTestId('selection').isHidden()).toBe(true);
    await page.getByTestId('select-page').check();
    await page.getByTestId('remind-many').click();
    expect(await page.getByTestId('dialog').textContent()).toContain('The mail says what they must set up');
    // Everybody is selected: there is nobody else to select.
    expect(await page.getByTestId('select-all').isHidden()).toBe(true);
    await page.getByTestId('confirm').click();
    await page.getByTestId('many-done').filter({ hasText: 'reminded by mail' }).waitFor();
    expect(await page.getByTestId('selection').isHidden()).toBe(true);
    expect((await app.mailsTo(person.identifier)).length).toBeGreaterThan(0);
    const row = page.getByRole('row').filter({ hasText: other.identifier });
    await row.getByTestId('select').check();
    await page.getByTestId('remind-many').click();
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('many-done')
      .filter({ hasText: `Not reminded: ${other.identifier}. Reminded today already.` })
      .waitFor();
    await page.getByTestId('block-many').click();
    await page.getByTestId('reason').fill('left the company');
    await page.getByTestId('confirm').click();
    await page.getByTestId('many-done').filter({ hasText: '1 person is blocked' }).waitFor();
    expect((await ada.sees(other)).status).toBe('blocked');
  });

  it('shows on a phone how many people a selection would have, and what an act on them did', async () => {
    const ada = await app.admin();
    for (let made = 0; made < 12; made += 1) await app.newcomer();
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/people');
    const { counts } = (await ada.person.client.get<{ counts: { all: number } }>('/admin/accounts')).body;
    const all = page.getByTestId('select-all-above');
    expect(await all.textContent()).toBe(`Select all ${counts.all} that match`);
    await page.getByTestId('select').last().check();
    expect(await page.getByTestId('select-all').textContent()).toBe(`Select all ${counts.all} that match`);
    await page.getByTestId('sign-out-many').click();
    await page.getByTestId('confirm').click();
    const done = page.getByTestId('many-done').filter({ hasText: '1 person is not signed in anywhere now.' });
    await done.waitFor();
    await expect.poll(() => done.evaluate((told) => told.getBoundingClientRect().top >= 0)).toBe(true);
  });

  it('X21 invites a person without a first password, and says of an account that nobody could sign in to what to do', async () => {
    const ada = await app.admin();
    const { page } = await adaAt(await app.newcomer());
    await page.goto('/admin/people?new=1');
    await page.getByTestId('new-identifier').fill('no-password@example.org');
    await page.getByTestId('confirm').click();
    expect(await news(page)).toContain('an invitation is on its way');
    expect((await app.nextMail('no-password@example.org', 'token', 0)).text).toContain('/sign-in?invitation=');
    const { body } = await ada.creates({ identifier: 'nobody-can@example.org' });
    await page.goto(`/admin/people?id=${body.accountId}`);
    expect(await page.getByTestId('no-way-to-sign-in').textContent()).toContain('Press “Help them in”');
    expect(await page.getByTestId('vouch').count()).toBe(0);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check({ force: true });
    await page.getByTestId('confirm').click();
    await page.getByTestId('kept-code').waitFor();
    await page.getByTestId('no-way-to-sign-in').waitFor({ state: 'detached' });
    expect(await page.getByTestId('code-enter').textContent()).toContain('choose a new password beside it');
    await page.getByTestId('put-code-away').click();
    await page.getByTestId('no-way-to-sign-in').filter({ hasText: 'A sign-in code is out' }).waitFor();
  });

  it('tells that an account is deleted, hides its code, and knows it in the log', async () => {
    const person = await app.newcomer('contractor');
    const { page } = await adaAt(person);
    await page.getByTestId('vouch').click();
    await page.getByTestId('kept-code').waitFor();
    await page.getByTestId('delete-account').click();
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('news')
      .filter({ hasText: `${person.identifier} is deleted.` })
      .waitFor();
    expect(await page.getByTestId('kept-code').count()).toBe(0);
    await page.goto('/admin/activity');
    const row = page.locator('[data-type="account.deleted"]').first();
    // The log has a pseudonym in place of the id of a deleted account.
    const [deletion] = await (await app.admin()).events({ person, type: 'account.deleted' });
    const pseudonym = deletion?.accountId ?? '';
    expect([person.has.accountId, '']).not.toContain(pseudonym);
    expect(await row.textContent()).toContain(`ada@example.org deleted the account (${pseudonym.slice(0, 6)}…)`);
    expect(await row.getByTitle(pseudonym).count()).toBe(1);
  });

  it('says whose account it is where an administrator opens their own', async () => {
    const ada = await app.admin();
    const { page } = await adaAt(await app.newcomer());
    expect(await page.getByTestId('own-account').count()).toBe(0);
    await page.goto(`/admin/people?id=${await ada.idOf(ada.person)}`);
    await page.getByTestId('own-account').waitFor();
  });

  it('says of a change after which somebody could not sign in that it was not made, and how to make it even so', async () => {
    const person = await app.newcomer();
    const { page } = await adaAt(person);
    await page.getByTestId('set-methods').click();
    for (const method of ['password', 'sso', 'ldap']) await page.getByTestId(`allow-${method}`).uncheck();
    await page.getByTestId('confirm').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('would-strand').getByText('only with a passkey').waitFor();
    expect(await dialog.getByTestId('error').textContent()).toBe('');
    await dialog.getByTestId('force').check();
    await page.getByTestId('confirm').click();
    await expect.poll(async () => (await (await app.admin()).sees(person)).methods).toEqual(['passkey']);
  });

  it('P10 removes the restriction of an account again', async () => {
    const person = await app.newcomer();
    await (await app.admin()).sets('methods', person, ['password']);
    const { page } = await adaAt(person);
    await page.getByTestId('lift-methods').click();
    await page.getByTestId('lift-methods').waitFor({ state: 'detached' });
    expect((await (await app.admin()).sees(person)).methods).toBeNull();
  });
});
