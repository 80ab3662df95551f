import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

/** A helpdesk of which no rule asks a passkey or an app. */
const DESK = { roles: ['desk'], over: ['employee'], may: ['unlock'] };

describe.skipIf(chromiumHere === null)('acts on people, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const at = (path: string, { person }: Administration): Promise<Seat> => seatAt(desk, app, person, path);

  it('P18 a block of a person who was blocked meanwhile says so, with the author and the reason', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('block').click();
    await page
      .getByTestId('dialog')
      .getByText('The person can read it too, in the export of their own data.')
      .waitFor();
    await page.getByTestId('reason').fill('lost laptop');
    const other = await app.administratorOfPeople();
    await other.does('block', person, { reason: 'left the company' });
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news');
    expect(await news.textContent()).toBe(
      `The account was blocked already, by ${other.person.identifier}. The reason of that block stays: left the company.`,
    );
    expect(await news.getAttribute('class')).toContain('warn');
  });

  it('P18 the page of a blocked person says who blocked the account, when and why', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await ada.does('block', person, { reason: 'Laptop stolen, ticket 99' });
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page
      .getByText(/^Blocked by \S+, .+\. Reason: Laptop stolen, ticket 99\. /)
      .filter({ hasText: `Blocked by ${ada.person.identifier}, ` })
      .waitFor();
  });

  it('P18 the browser asks before the page is left with roles that are not saved, and not after the save', async () => {
    const ada = await app.admin();
    const { page } = await at(`/admin/people?id=${await ada.idOf(await app.newcomer())}`, ada);
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void dialog.dismiss();
    });
    const box = page.getByTestId('roles-contractor');
    await box.check();
    await page.getByRole('link', { name: 'Risks', exact: true }).click();
    await expect.poll(() => asked).toBe(1);
    expect(await box.isChecked()).toBe(true);
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').filter({ hasText: 'The roles are saved.' }).waitFor();
    await page.getByRole('link', { name: 'Risks', exact: true }).click();
    await page.waitForURL('**/admin/risks');
    expect(asked).toBe(1);
  });

  it('X21 the message after a deletion repeats the ID that finds the entries in the log', async () => {
    const ada = await app.admin();
    const id = await ada.idOf(await app.newcomer());
    const { page } = await at(`/admin/people?id=${id}`, ada);
    // The tick goes with the account, without a question.
    page.on('dialog', () => expect.unreachable('the browser asks'));
    await page.getByTestId('roles-contractor').check();
    await page.getByTestId('delete-account').click();
    expect(await page.getByTestId('account-id').textContent()).toBe(id);
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news').filter({ hasText: 'is deleted. ID for' });
    expect(await news.textContent()).toContain(`“Activity”: ${id}`);
    await page.goto('/admin/activity');
    await page.getByTestId('event-account').fill(id);
    await page.getByTestId('event-account').press('Enter');
    await page.waitForURL((url) => url.searchParams.get('account') === id);
    await page.locator('[data-type="account.deleted"]').getByTestId('deleted-account').waitFor();
  });

  it('W12 when to give a code is told only before a code waits for its use', async () => {
    const ada = await app.admin();
    const { page } = await at(`/admin/people?id=${await ada.idOf(await app.newcomer('contractor'))}`, ada);
    const hint = page.getByText('Give out a sign-in code only if');
    await hint.waitFor();
    await page.getByTestId('vouch').click();
    await page.getByTestId('code-given').waitFor();
    expect(await hint.count()).toBe(0);
  });

  it('W12 beside a code stands which button ends the code, if the code went to the wrong person', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('vouch').click();
    const astray = page.getByTestId('code-astray');
    const told = (button: string): string =>
      `If the code went to the wrong person, press “${button}”: another code makes this one stop working.`;
    await astray.getByText(told('Give a sign-in code')).waitFor();
    // The other tabs have only the button above them.
    await page.getByTestId('tab-sessions').click();
    await astray.getByText(told('Help them in')).waitFor();
  });

  it('W4 a person’s page finds the entry of a name that many other names contain, on a later page of the search', async () => {
    const ada = await app.admin();
    const created = await ada.creates({ identifier: 'ann', displayName: 'Ann of Green Gables' });
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    await seat.page.route(/\/auth\/admin\/accounts\?query=ann/, async (route) => {
      const url = new URL(route.request().url());
      if (!url.searchParams.has('cursor')) return route.fulfill({ json: { accounts: [], total: 60, next: 'second' } });
      url.searchParams.delete('cursor');
      return route.fulfill({ response: await route.fetch({ url: url.href }) });
    });
    await seat.page.goto(`/admin/people?id=${created.body.accountId}`);
    await seat.page.getByTestId('detail-identifier').waitFor();
    await expect.poll(() => seat.page.locator('main').textContent()).toContain('Ann of Green Gables');
  });

  it('W4 an act on more people than one act takes goes on with the next people, until everybody was reached', async () => {
    const ada = await app.admin();
    const { page } = await at('/admin/people?state=mustEnroll', ada);
    await page.getByTestId('accounts').waitFor();
    const reached: string[] = [];
    // 674 people on pages of 60, so that the first selection ends within a page. The server counts three more, who stand first.
    let counted = 674;
    await page.route(/\/auth\/admin\/accounts\?/, async (route) => {
      const url = new URL(route.request().url());
      const start = Number(url.searchParams.get('cursor') ?? 0);
      url.searchParams.delete('cursor');
      const answer = await route.fetch({ url: url.href });
      const body = await answer.json();
      const accounts = Array.from({ length: Math.min(60, counted - start) }, (_, place) => ({
        ...body.accounts[0],
        ...{ accountId: `a${start + place - counted}`, identifiers: [`p${start + place - counted}@example.org`] },
      }));
      const next = start + 60 < counted ? String(start + 60) : undefined;
      const counts = { ...body.counts, mustEnroll: counted };
      return route.fulfill({ response: answer, json: { ...body, accounts, counts, next } });
    });
    await page.route('**/auth/admin/accounts/acts', async (route) => {
      const { accountIds } = route.request().postDataJSON() as { readonly accountIds: readonly string[] };
      reached.push(...accountIds);
      const results = accountIds.map((accountId, place) =>
        place < 8 ? { accountId, done: false, code: 'too-many-mails' } : { accountId, done: true },
      );
      return route.fulfill({ json: { results } });
    });
    await page.reload();
    await page.getByTestId('select-page').check();
    await page.getByTestId('select-all').filter({ hasText: 'Select the first 500 of 674' }).click();
    const remind = async (): Promise<void> => {
      await page.getByTestId('remind-many').click();
      await page.getByTestId('confirm').click();
    };
    await page.getByText('500 selected').waitFor();
    await remind();
    const done = page.getByTestId('many-done');
    expect(await done.textContent()).toContain('492 people are reminded by mail.8 people were reminded today already.');
    await done.getByTestId('select-next').filter({ hasText: 'Select the next 174' }).click();
    await page.getByText('174 selected').waitFor();
    counted = 677;
    await remind();
    await done.getByTestId('select-next').filter({ hasText: 'Select the next 3' }).click();
    await page.getByText('3 selected', { exact: true }).waitFor();
    await remind();
    await done.getByText('That was everybody who matches.').waitFor();
    expect([reached.length, new Set(reached).size]).toEqual([677, 677]);
    // An act on people who were ticked one by one says nothing of everybody.
    await page.getByTestId('select').nth(10).check();
    await remind();
    await done
      .filter({ hasText: 'were reminded today already' })
      .or(done.filter({ hasText: 'reminded today already' }))
      .waitFor();
    expect(await done.textContent()).not.toContain('everybody');
  });

  it('X21 the invitations of many people are sent again, and the page says how many people got none', async () => {
    const ada = await app.admin();
    const names = Array.from({ length: 7 }, (_, at) => `guest-${at}@example.org`);
    const ids: string[] = [];
    for (const identifier of names) {
      const made = await ada.creates({ identifier, email: identifier, invite: true });
      ids.push(String(made.body.accountId));
    }
    expect((await ada.creates({ identifier: 'guest-of-nobody@example.org', password: PASSWORD })).status).toBe(201);
    expect((await ada.person.client.delete(`/admin/accounts/${ids[3]}/invitation`)).status).toBe(204);
    const { page } = await at('/admin/people?query=guest-', ada);
    await page.getByTestId('select').first().waitFor();
    await page.getByRole('checkbox', { name: 'guest-of-nobody@example.org' }).check();
    expect(await page.getByTestId('invite-many').isVisible()).toBe(false);
    await page.getByTestId('select-page').check();
    await page.getByTestId('invite-many').click();
    const dialog = page.getByTestId('dialog');
    expect(await dialog.getByRole('heading').textContent()).toBe('Send 7 invitations again?');
    expect(await dialog.getByTestId('whom').textContent()).toContain('guest-');
    expect(await dialog.getByTestId('ended').textContent()).toMatch(
      /^One link was taken back .*: guest-3@example\.org\. /,
    );
    expect(await dialog.getByTestId('skipped').textContent()).toContain('1 selected person gets none');
    let asked = 0;
    await page.route('**/auth/admin/accounts/*/invitation', async (route) => {
      asked += 1;
      if (asked === 7) await dialog.getByTestId('invite-progress').filter({ hasText: '6 of 7 sent.' }).waitFor();
      return route.continue();
    });
    await page.getByTestId('confirm').click();
    const done = page.getByTestId('many-done');
    expect(await done.textContent()).toBe(
      '7 invitations are on their way.1 person got none: not invited, or signed in already.',
    );
    for (const name of names) expect(await app.mailsTo(name)).toHaveLength(2);
    await page.getByText('1 selected').waitFor();
  });

  it('W4 the states say that their people count under the groups of the policy as well, and nobody’s backup codes ran out', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    await ada.does('block', person, { reason: 'a lost laptop' });
    const { page } = await at('/admin/people', ada);
    await page
      .getByTestId('overlap')
      .getByText('A person can count in two states, for example in Blocked and in Meets policy.')
      .waitFor();
    await page.getByTestId('search').fill(person.identifier);
    await page.getByTestId('overlap').waitFor({ state: 'hidden' });
    const id = await ada.idOf(person);
    await page.route(`**/auth/admin/accounts/${id}`, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      const factors = { ...body.factors, totp: true, backupCodes: { remaining: 0 } };
      return route.fulfill({ response, json: { ...body, factors } });
    });
    await page.goto(`/admin/people?id=${id}`);
    expect(await page.getByTestId('ways').textContent()).toContain('Backup codesNone');
    expect(await page.getByTestId('ways').textContent()).not.toContain('left');
  });

  it('W4 says before an act on many people that the administrator is one of them, and what that means', async () => {
    const admin = await app.administratorOfPeople();
    const { page } = await at(`/admin/people?query=${encodeURIComponent(admin.person.identifier)}`, admin);
    await page.getByTestId('select').check();
    await page.getByTestId('block-many').click();
    const own = page.getByTestId('own-too');
    expect(await own.textContent()).toContain('until another administrator unblocks you');
    await page.getByTestId('cancel').click();
    await page.getByTestId('remind-many').click();
    expect(await own.count()).toBe(0);
    await page.getByTestId('cancel').click();
    await page.getByTestId('sign-out-many').click();
    expect(await own.textContent()).toBe('You are among them: your own session ends too.');
    await page.getByTestId('confirm').click();
    await page.waitForURL(/\/sign-in/);
  });

  it('W4 the last administrator of the policy is not blocked with others, and the page says so before and after', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at('/admin/people', ada);
    for (const name of [ada.person.identifier, person.identifier])
      await page.getByRole('checkbox', { name, exact: false }).check();
    await page.getByTestId('block-many').click();
    expect(await page.getByTestId('own-too').textContent()).toBe(
      'You are among them, but stay: nobody else could change the policy.',
    );
    await page.getByTestId('reason').fill('left the company');
    await page.getByTestId('confirm').click();
    expect(await page.getByTestId('many-done').textContent()).toBe(
      `1 person is blocked.Not blocked: ${ada.person.identifier}. Nobody could change the policy any more.`,
    );
  });

  it('a finding about administrators says that people meet the policy only if it is so for all of them', async () => {
    const ada = await app.admin();
    const { page } = await at('/admin/people', ada);
    const { policy } = await ada.policy();
    await page.route(/\/auth\/admin\/policy$/, (route) =>
      route.fulfill({
        json: {
          policy: {
            ...policy,
            administrators: { policy: ['super-admin'], people: ['admin'], helpdesk: [DESK] },
            roles: { admin: { requiredStrength: 'enhanced' } },
          },
          version: 1,
        },
      }),
    );
    let others: readonly string[] = [];
    await page.route(/\/auth\/admin\/accounts\?.*risk=/, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      const [first] = body.accounts;
      const accounts = [
        { ...first, roles: ['desk'], group: 'meets' },
        ...others.map((role) => ({ ...first, roles: [role], group: 'mustEnroll' })),
      ];
      return route.fulfill({ response, json: { ...body, accounts, next: undefined } });
    });
    const weak = await app.newcomer();
    expect((await ada.sets('roles', weak, ['admin'], true)).status).toBe(200);
    await page.goto('/admin/risks');
    const advice = page.getByTestId('rule-advice');
    expect(await advice.textContent()).toContain('of desk, so this person meets it, and has nothing');
    others = ['admin'];
    await page.reload();
    expect(await advice.textContent()).toContain(
      'of desk. Another rule asks more of some of them: they must set one up at the next sign-in.',
    );
  });

  it('a finding about administrators says what the policy asks of them', async () => {
    const ada = await app.admin();
    const weak = await app.newcomer();
    expect((await ada.sets('roles', weak, ['admin'], true)).status).toBe(200);
    const { page } = await at('/admin/risks', ada);
    const advice = page.getByTestId('rule-advice');
    expect(await advice.textContent()).toContain('asks them for a passkey or an authenticator app already.');
    const { policy } = await ada.policy();
    const roles = { ...Object(policy).roles, admin: { requiredStrength: 'phishing-resistant' } };
    expect((await ada.putsPolicy({ ...policy, roles })).status).toBe(200);
    await page.reload();
    expect(await advice.textContent()).toContain('asks them for a passkey already.');
    expect((await ada.putsPolicy(policy)).status).toBe(200);
  });
});
