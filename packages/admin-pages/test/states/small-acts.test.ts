import { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { eagerTimer } from '@sallyport/example-quickstart/test/eager-timer';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  timer: eagerTimer,
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe.skipIf(chromiumHere === null)('acts of one press on the pages of administrators, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const at = (path: string, { person }: Administration): Promise<Seat> => seatAt(desk, app, person, path);

  const urgentOn = (page: Page): Promise<string | null> => page.getByTestId('urgent').textContent();

  it('N5 the overview undoes a change of the policy through the review, and saves nothing unseen', async () => {
    const ada = await app.admin();
    const before = await ada.policy();
    expect((await ada.putsPolicy({ ...before.policy, recentProof: '9m' })).status).toBe(200);
    const { page } = await at('/admin', ada);
    await page.locator('[data-testid="change"][data-type="policy.changed"]').first().getByTestId('undo-policy').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('rule').count()).toBe(1);
    expect(await page.getByTestId('note').inputValue()).toMatch(/^Undo version \d+$/);
    expect((await ada.policy()).policy).toMatchObject({ recentProof: '9m' });
    expect(new URL(page.url()).search).toBe('?tab=review');
    const tick = page.getByTestId('allow-weaker');
    if ((await tick.count()) > 0) await tick.check();
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.policy()).policy).toEqual(before.policy);
    for (const none of [999, before.version + 1]) {
      await page.goto(`/admin/policy?undo=${none}`);
      await page.getByTestId('versions').waitFor();
    }
  });

  it('N5 the overview undoes a block once, and offers no undo of a block that was lifted', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await ada.does('block', person, { reason: 'a lost laptop' });
    const { page } = await at('/admin', ada);
    // The groups count this person, whose way in is set up.
    expect(await page.getByTestId('blocked-note').textContent()).toContain('1 person is blocked and cannot sign in.');
    expect(await page.getByTestId('group-noWayIn').textContent()).toBe('Need help0');
    const block = page.locator('[data-testid="change"][data-type="account.blocked"]').first();
    await block.getByTestId('undo').click();
    expect(await page.getByTestId('dialog').textContent()).toMatch(
      /newcomer.*a lost laptop.*can sign in as before the block/s,
    );
    expect((await ada.sees(person)).status).toBe('blocked');
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('changes')
      .filter({ hasText: /The change for newcomer-\d+ is undone/ })
      .waitFor();
    expect((await ada.sees(person)).status).toBe('active');
    // The numbers follow without a reload.
    await page.getByTestId('blocked-note').waitFor({ state: 'detached' });
    await page.reload();
    await block.waitFor();
    expect(await block.getByTestId('undo').count()).toBe(0);
  });

  it('W4 an administrator of people reads the policy, without history and without a way to change it', async () => {
    const people = await app.administratorOfPeople();
    const { page } = await at('/admin/policy', people);
    await page.getByTestId('read-only').waitFor();
    expect(await page.getByTestId('read-only').textContent()).toContain('Only super-admin can change the policy');
    expect(await page.getByTestId('card-lockout').textContent()).toContain('10');
    expect(await page.locator('[data-testid="read-only"] input:enabled').count()).toBe(0);
    // A strength that is in force is not hatched, although nobody can press it here.
    const chosen = page.locator('.scale .step:has(:checked)').first();
    expect(await chosen.evaluate((step) => getComputedStyle(step).backgroundImage)).toBe('none');
    for (const gone of ['draft-bar', 'tab-history', 'tab-json', 'what-if'])
      expect(await page.getByTestId(gone).count(), gone).toBe(0);
    await page.goto('/admin');
    await page.getByTestId('changes').waitFor();
    expect(await page.getByTestId('undo-policy').count()).toBe(0);
  });

  it('X21 an invitation is sent again and taken back on the page of the person', async () => {
    const ada = await app.admin();
    const mails = async () => (await app.mailsTo('ida@example.org')).length;
    const created = await ada.person.client.post<{ accountId: string }>('/admin/accounts', {
      ...{ identifier: 'ida@example.org', email: 'ida@example.org', invite: true },
    });
    const { page } = await at(`/admin/people?id=${created.body.accountId}`, ada);
    expect(await page.getByTestId('invitation').textContent()).toMatch(/have not signed in yet\. The link expires: \w/);
    expect(await page.getByTestId('invitation').textContent()).toContain('Wrong address? Delete the account');
    await page.getByTestId('invitation').getByTestId('delete-invited').click();
    await page.getByTestId('account-id').waitFor();
    await page.getByTestId('cancel').click();
    await page.getByTestId('send-invitation').click();
    await page.getByTestId('news').filter({ hasText: 'on its way to ida@example.org' }).waitFor();
    expect(await mails()).toBe(2);
    await page.getByTestId('withdraw-invitation').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'taken back' }).waitFor();
    expect(await page.getByTestId('withdraw-invitation').count()).toBe(0);
    const note = page.getByTestId('invitation');
    expect(await note.textContent()).toContain('The invitation was taken back');
    expect(await note.textContent()).toContain('If the invitation was a mistake, delete the account.');
    expect(await page.locator('main').textContent()).not.toContain('Cannot sign in without your help.');
    await note.getByTestId('delete-invited').click();
    await page.getByTestId('account-id').waitFor();
    await page.getByTestId('cancel').click();
    expect(await page.locator('#acts .primary').textContent()).toBe('Send the invitation');
    // The invitation is the one way in that the page offers.
    expect(await page.getByTestId('no-way-to-sign-in').count()).toBe(0);
    await page.getByTestId('send-invitation').click();
    await page.getByTestId('withdraw-invitation').waitFor();
    expect(await mails()).toBe(3);
    const person = await app.newcomer();
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('detail').waitFor();
    expect(await page.getByTestId('invitation').count()).toBe(0);
  });

  it('X21 a help-in of an invited person says that the link ends, and then that the code lets the person in', async () => {
    const ada = await app.admin();
    const created = await ada.creates({ identifier: 'jon@example.org', email: 'jon@example.org', invite: true });
    const { page } = await at(`/admin/people?id=${created.body.accountId}`, ada);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check();
    expect(await page.getByTestId('ends').textContent()).toBe('Ends nowThe link of the invitation');
    expect(await page.locator('#acts .primary').textContent()).toBe('Send again');
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news');
    expect(await news.textContent()).toBe('The code is above. Pass it on only if you are sure that it’s them.');
    const note = page.getByTestId('invitation');
    expect(await note.textContent()).toMatch(
      /^They were invited\. A sign-in code took the place of the link\. The code expires: .+\. If you send the invitation again, the code stops working\./,
    );
    expect(await page.getByTestId('withdraw-invitation').count()).toBe(0);
    await page.getByTestId('block').click();
    await page.getByTestId('reason').fill('an audit');
    await page.getByTestId('confirm').click();
    await note.filter({ hasText: 'Unblock them first' }).waitFor();
    await page.getByTestId('unblock').click();
    await page.getByTestId('dialog').getByText('They have never signed in.').waitFor();
    expect(await page.getByTestId('dialog').textContent()).not.toContain('sign in again');
    await page.getByTestId('confirm').click();
    await news.filter({ hasText: /^The account is unblocked\.$/ }).waitFor();
    await note.filter({ hasText: 'To let them in, send the invitation again.' }).waitFor();
  });

  it('N14 the activity ends with the time up to which the log is sealed', async () => {
    const { page } = await at('/admin/activity', await app.admin());
    const sealed = page.getByTestId('sealed');
    await sealed
      .filter({ hasText: /^Nobody can change .*: [1-9]\d* entries are sealed, up to .* [\w-]{4}…[\w-]{4}/ })
      .waitFor();
    await sealed.getByText('How to check').click();
    expect(await page.getByTestId('check-seal').textContent()).toContain('sallyport log verify');
    // A server that does not answer the line leaves the list as it is.
    await page.route('**/admin/events/head', (route) => route.abort());
    await page.reload();
    await page.getByTestId('event').first().waitFor();
    expect(await sealed.textContent()).toBe('');
  });

  it('W4 the navigation has the number of urgent risks, and asks the server nothing for the number', async () => {
    const ada = await app.admin();
    const { page } = await at('/admin', ada);
    await page.getByTestId('changes').waitFor();
    expect(await page.getByTestId('urgent').count()).toBe(0);
    const weak = new Administration(await app.newcomer());
    expect((await ada.sets('roles', weak.person, ['admin'], true)).status).toBe(200);
    await page.goto('/admin/risks');
    await page.getByTestId('risks-error').waitFor();
    expect(await urgentOn(page)).toBe('1 urgent');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/admin/activity');
    await page.getByTestId('event').first().waitFor();
    expect(await urgentOn(page)).toBe('1 urgent');
    expect(asked.filter((path) => /risks$|overview$/.test(path) && path.startsWith('/auth'))).toEqual([]);
    await page.getByTestId('urgent').click();
    await page.getByTestId('risks-error').waitFor();
    expect((await ada.sets('roles', weak.person, [])).status).toBe(200);
    await page.goto('/admin');
    await page.getByTestId('changes').waitFor();
    expect(await page.getByTestId('urgent').count()).toBe(0);
  });

  it('W4 the overview shows an act on many people as one line, which leads to the entries of the act', async () => {
    const ada = await app.admin();
    // The blocks of the tests before are not of this moment.
    app.clock.advance(600_000);
    const ids: string[] = [];
    for (let made = 0; made < 12; made++)
      ids.push(String((await ada.creates({ identifier: `many-${made}` })).body.accountId));
    const blocked = await ada.person.client.post('/admin/accounts/acts', {
      act: 'block',
      accountIds: ids,
      reason: 'the office closed',
    });
    expect(blocked.status).toBe(200);
    const { page } = await at('/admin', ada);
    const line = page.locator('[data-testid="change"][data-type="account.blocked"]').first();
    expect(await line.getByTestId('others').textContent()).toBe('and 11 others');
    expect(await line.getByTestId('undo').count()).toBe(0);
    expect(await line.getByTestId('undo-under-people').getAttribute('href')).toMatch(
      /\/admin\/people\?.*state=blocked/,
    );
    await line.getByTestId('others').click();
    await page.getByTestId('event').first().waitFor();
    // The fields show no seconds, and no empty span.
    const span = await Promise.all(['event-from', 'event-until'].map((one) => page.getByTestId(one).inputValue()));
    expect(new Set(span).size).toBe(2);
    expect(await page.getByTestId('event').count()).toBe(1);
    expect(await page.getByTestId('event').getByTestId('others').textContent()).toContain('and 11 others');
  });

  it('W4 the overview leads to the people without a factor', async () => {
    const ada = await app.admin();
    expect((await ada.creates({ identifier: 'fay' })).status).toBe(201);
    const { page } = await at('/admin', ada);
    expect(await page.getByTestId('no-way-in-too').textContent()).toBe(
      'People who need help to sign in count here too.',
    );
    await page.getByTestId('strongest-none').click();
    // Who never signed in has no known place in the order by the last sign-in, and these people fill more than a page.
    await page.getByRole('columnheader').getByRole('link', { name: 'Name' }).click();
    await page.getByRole('rowheader', { name: 'fay' }).waitFor();
    expect(await page.getByTestId('filter-factor').inputValue()).toBe('strongest:none');
  });

  it('X21 a first password for several people is refused at the field, with the reason', async () => {
    const { page } = await at('/admin/people', await app.admin());
    await page.getByTestId('create-account').click();
    await page.getByTestId('first-password').check();
    const addresses = page.getByTestId('new-identifier');
    await addresses.fill('ivo@example.org,jo@example.org');
    await page.getByTestId('new-password').fill('a few words to begin with');
    await page.getByTestId('confirm').click();
    await page.getByTestId('dialog').getByText('A first password works for one person only.').waitFor();
    expect(await addresses.getAttribute('aria-invalid')).toBe('true');
    await addresses.fill('ivo@example.org');
    await page.getByTestId('confirm').click();
    await page.getByTestId('detail-identifier').filter({ hasText: 'ivo@example.org' }).waitFor();
  });

  it('X21 several people are invited at once, and those who could not be stay in the form with the reason', async () => {
    const ada = await app.admin();
    // Accounts of one instant have no order, and the list begins with the newest.
    app.clock.advance(1_000);
    const { identifier: known } = await app.newcomer();
    const { page } = await at('/admin/people', ada);
    await page.getByTestId('create-account').click();
    const addresses = page.getByTestId('new-identifier');
    await addresses.fill(known);
    await page.getByTestId('confirm').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByText('There is an account with this name or address already.').waitFor();
    const link = dialog.getByTestId('taken');
    expect(await link.getAttribute('href')).toBe(`/admin/people?query=${encodeURIComponent(known)}`);
    expect([await link.textContent(), await page.getByTestId('cancel').textContent()]).toEqual([
      'Show the account',
      'Cancel',
    ]);
    await addresses.fill('gil@example.org');
    expect(await page.getByTestId('confirm').textContent()).toBe('Send the invitation');
    // A column of a table: without help the field would make one address of both lines.
    await addresses.evaluate((field, name) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', `hana@example.org\n${name}\n`);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, known);
    expect(await addresses.inputValue()).toBe(`gil@example.org,hana@example.org,${known}`);
    await page.getByTestId('confirm').filter({ hasText: 'Send 3 invitations' }).click();
    const sent = dialog.getByTestId('invited-so-far');
    await sent.getByText('2 invitations are on their way.').waitFor();
    await dialog.getByTestId('error').getByText(`Not invited: ${known}.`).waitFor();
    expect([await link.textContent(), await page.getByTestId('cancel').textContent()]).toEqual([known, 'Close']);
    expect(await addresses.inputValue()).toBe(known);
    await addresses.fill('gil@example.org, ian@example.org');
    await page.getByTestId('confirm').click();
    await sent.getByText('1 invitation is on its way.').waitFor();
    await dialog.getByTestId('error').getByText('Not invited: gil@example.org.').waitFor();
    await page.getByTestId('cancel').click();
    const news = await page.getByTestId('news').textContent();
    expect(news).toContain('3 people have an account now');
    expect(news).toContain('gil@example.org, hana@example.org, and ian@example.org');
    for (const name of ['gil', 'hana', 'ian']) {
      await page.getByRole('rowheader').filter({ hasText: name }).waitFor();
      expect(await app.mailsTo(`${name}@example.org`)).toHaveLength(1);
    }
  });

  it('W4 a person’s page speaks of “Save roles” only beside that button, and keeps the ticks while another tab is open', async () => {
    const ada = await app.admin();
    const { page } = await at(`/admin/people?id=${await ada.idOf(await app.newcomer())}`, ada);
    const waits = page.getByTestId('roles-wait');
    await waits.waitFor({ state: 'attached' });
    expect([await waits.isVisible(), await page.getByTestId('save-roles').isVisible()]).toEqual([false, false]);
    await page.getByTestId('roles-contractor').check();
    expect([await waits.isVisible(), await page.getByTestId('save-roles').isVisible()]).toEqual([true, true]);
    expect(await waits.textContent()).toContain('“Save roles”');
    await page.getByTestId('tab-sessions').click();
    await waits.waitFor({ state: 'detached' });
    await page.getByTestId('tab-ways').click();
    expect(await page.getByTestId('roles-contractor').isChecked()).toBe(true);
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved.' }).waitFor();
  });

  it('W4 a person’s page offers no deletion and no change of roles where the app has none', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.route('**/auth/openapi.json', async (route) => {
      const response = await route.fetch();
      const document = await response.json();
      delete document.paths['/admin/accounts/{id}'].delete;
      await route.fulfill({ response, json: document });
    });
    await page.route('**/auth/admin/overview', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), rolesFromHost: true } });
    });
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    const roles = page.getByTestId('roles-card');
    await roles.waitFor();
    expect(await roles.textContent()).toContain('contractor');
    expect(await roles.textContent()).toContain('Roles come from your own system');
    expect(await roles.locator('input, button').count()).toBe(0);
    expect(await page.getByTestId('block').count()).toBe(1);
    expect(await page.getByTestId('delete-account').count()).toBe(0);
    expect(await page.getByTestId('leaving').textContent()).not.toContain('elet');
    await page.goto('/admin/people');
    await page.getByTestId('create-account').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('new-identifier').fill('new.person@example.org');
    expect(await dialog.textContent()).toContain('Roles come from your own system');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
  });
});
