import { hostCode } from '@sallyport/engine';
import { faultsOf, faultsOfWords } from '@sallyport/example-quickstart/test/accessibility';
import { goesBack, held, leaves, notesReturns } from '@sallyport/example-quickstart/test/back';
import {
  chromiumForThisFile,
  chromiumHere,
  type Desk,
  type Seat,
  wholeChromiumHere,
} from '@sallyport/example-quickstart/test/browser';
import { type Organised, organised, setsUpApp } from '@sallyport/example-quickstart/test/organised';
import { PASSWORD } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const by = hostCode('test');

/** Ada owns Acme, with an authenticator app, and Ben and Cleo are members by password. */
async function acme(options: Parameters<typeof organised>[0] = {}, rule: object = {}): Promise<Organised> {
  const app = await organised(options);
  await app.founds('acme', rule);
  await app.joins('ada', 'acme', 'owner');
  await app.joins('ben', 'acme', 'finance');
  await app.joins('cleo', 'acme', 'manager');
  return app;
}

/** Ada at the page of Acme, after the proof that the page asks for. */
async function ownerAtPage(desk: Desk, app: Organised): Promise<Seat> {
  const seat = await app.seat(desk, 'ada', '/organisation?in=acme');
  await setsUpApp(seat, app.shared);
  await seat.page.getByTestId('rule').waitFor();
  return seat;
}

const rowOf = ({ page }: Seat, name: string) => page.getByTestId('member-row').filter({ hasText: name });

describe.skipIf(chromiumHere === null)('the page of an organisation, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X41 an owner changes roles and removes a member, and the last owner is told why they stay', async () => {
    const app = await acme();
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    expect(await page.locator('h1').textContent()).toBe('Acme');
    expect(await page.locator('input[type=text], input[type=email]').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);

    await rowOf(seat, 'ben').getByTestId('change-roles').click();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByTestId('member-role-finance').uncheck();
    await page.getByTestId('member-role-manager').check();
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'The roles of ben are changed.' }).waitFor();
    expect(await rowOf(seat, 'ben').textContent()).toContain('manager');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('news');

    await rowOf(seat, 'cleo').getByTestId('change-roles').click();
    await app.joins('cleo', 'acme', 'finance');
    await page.getByTestId('member-role-owner').check();
    await page.getByTestId('confirm').click();
    expect(await seat.says()).toContain('Somebody else changed the roles of cleo');
    expect(await rowOf(seat, 'cleo').textContent()).toContain('finance');

    await rowOf(seat, 'cleo').getByTestId('remove-member').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'cleo is no longer a member.' }).waitFor();
    expect(await rowOf(seat, 'cleo').count()).toBe(0);

    await rowOf(seat, 'ada').getByTestId('remove-member').click();
    await page.getByTestId('confirm').click();
    expect(await seat.says()).toContain('lock the last owner out');
    await page.getByTestId('cancel').click();
    const { members } = Object(await app.auth.organisations.members.list('acme'));
    expect(members.map(({ roles }: { roles: readonly string[] }) => roles).toSorted()).toEqual([
      ['manager'],
      ['owner'],
    ]);
  });

  it('X41 an owner sets a stricter rule after seeing whom it stops, and what the form does not know stays', async () => {
    const kept = { recentProof: '10m', roles: { finance: { proofsWithin: '4h' }, guest: {} } };
    const app = await acme({}, { ...kept, contexts: {} });
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    expect(await page.getByTestId('kept-parts').textContent()).toContain('"recentProof": "10m"');
    await page.getByTestId('check-rule').click();
    expect(await seat.says()).toContain('You have changed nothing yet.');

    const asked = '**/organisations/acme/rule/preview';
    await page.route(asked, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), strandsOwners: true } });
    });
    await page.getByTestId('requiredStrength').selectOption('enhanced');
    await page.getByTestId('check-rule').click();
    await page.getByTestId('error').filter({ hasText: 'No owner could enter any more' }).waitFor();
    await page.unroute(asked);
    await page.getByTestId('proofsWithin').selectOption('8h');
    await page.getByTestId('role-manager').selectOption('phishing-resistant');
    await page.getByTestId('check-rule').click();
    const preview = page.getByTestId('preview');
    await preview.waitFor();
    expect(await preview.textContent()).toContain('2 members have to set something up before entering.');
    expect(await preview.textContent()).toContain('1 member can enter with what they have.');
    await page.getByTestId('who-is-stopped').click();
    expect(await page.getByTestId('stopped').textContent()).toContain('ben');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByTestId('confirm').click();
    await page.getByTestId('rule-news').filter({ hasText: 'The rule is saved.' }).waitFor();
    expect(await app.auth.organisations.rule('acme')).toMatchObject({
      version: 2,
      rule: {
        ...{ requiredStrength: 'enhanced', proofsWithin: '8h', recentProof: '10m', contexts: {} },
        roles: { finance: { proofsWithin: '4h' }, guest: {}, manager: { requiredStrength: 'phishing-resistant' } },
      },
    });
    expect(await page.getByTestId('rule-version').textContent()).toContain('Version 2');
    // Nothing is unsaved any more, so that the browser does not ask.
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
  });

  it('X41 a rule that somebody else saved meanwhile is shown with the own changes, and is not overwritten', async () => {
    const app = await acme();
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    await page.getByTestId('requiredStrength').selectOption('enhanced');
    await page.getByTestId('check-rule').click();
    await page.getByTestId('preview').waitFor();
    await app.auth.organisations.setRule('acme', { proofsWithin: '4h' }, { ifVersion: 1, by });
    await page.getByTestId('confirm').click();
    await page.getByTestId('rule-news').filter({ hasText: 'version 2 of the rule meanwhile' }).waitFor();
    expect(await app.auth.organisations.rule('acme')).toMatchObject({ version: 2, rule: { proofsWithin: '4h' } });
    expect(await page.getByTestId('requiredStrength').inputValue()).toBe('enhanced');
    expect(await page.getByTestId('proofsWithin').inputValue()).toBe('4h');
    await page.getByTestId('check-rule').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('rule-news').filter({ hasText: 'The rule is saved.' }).waitFor();
    expect(await app.auth.organisations.rule('acme')).toMatchObject({
      version: 3,
      rule: { proofsWithin: '4h', requiredStrength: 'enhanced' },
    });
  });

  it('X41 an act after the proof is too old asks in a dialog, and then goes on', async () => {
    const app = await acme();
    const seat = await app.seat(chromium.at(app), 'ada', '/organisation?in=acme');
    const secret = await setsUpApp(seat, app.shared);
    const { page } = seat;
    await page.getByTestId('rule').waitFor();
    app.shared.now += 20 * 60_000;
    await rowOf(seat, 'ben').getByTestId('remove-member').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-up-for').filter({ hasText: 'Remove ben' }).waitFor();
    expect(await rowOf(seat, 'ben').count()).toBe(1);
    const dialog = page.locator('dialog[open]').last();
    await dialog.getByTestId('password').fill(PASSWORD);
    await dialog.getByTestId('submit').click();
    await dialog.getByTestId('code').fill(totpCode(secret, app.shared.now));
    await page.getByTestId('news').filter({ hasText: 'ben is no longer a member.' }).waitFor();
    expect(await rowOf(seat, 'ben').count()).toBe(0);
  });

  it('X41 a member without the right, a stranger and a manager see what their roles let them see', async () => {
    const app = await acme();
    await app.founds('others');
    await app.joins('dora', 'others', 'owner');
    const desk = chromium.at(app);
    const refused = async (name: string, at: string): Promise<string | null> => {
      const { page } = await app.seat(desk, name, `/organisation?in=${at}`);
      return page.getByTestId('not-permitted').textContent();
    };
    expect(await refused('ben', 'acme')).toContain('Your role in this organisation doesn’t let you see this page.');
    const unknown = await refused('dora', 'acme');
    expect(unknown).toContain('You are not a member of this organisation');
    expect(await refused('dora', 'nowhere')).toBe(unknown);

    const manager = await app.seat(desk, 'cleo', '/organisation?in=acme');
    await setsUpApp(manager, app.shared);
    await manager.page.getByTestId('members').waitFor();
    expect(await manager.page.getByTestId('rule').count()).toBe(0);
    await rowOf(manager, 'ben').getByTestId('change-roles').click();
    await manager.page.getByTestId('member-role-owner').check();
    await manager.page.getByTestId('confirm').click();
    expect(await manager.says()).toContain('Your role doesn’t allow this, so nothing was changed.');
  });

  it('X41 shows account ids where the app names nobody, and no members where the app keeps them', async () => {
    const app = await acme({ withNames: false });
    const seat = await ownerAtPage(chromium.at(app), app);
    const ben = await app.joins('ben', 'acme', 'finance');
    expect(await rowOf(seat, ben).textContent()).toContain(`Account ${ben}`);

    const hosted = await acme({ memberRoles: async () => ['owner'] });
    const owner = await ownerAtPage(chromium.at(hosted), hosted);
    expect(await owner.page.getByTestId('members').count()).toBe(0);
    await owner.page.getByTestId('proofsWithin').selectOption('8h');
    await owner.page.getByTestId('check-rule').click();
    expect(await owner.page.locator('dialog[open]').textContent()).toContain(
      'This app keeps the members itself, so this page can’t show whom the rule stops.',
    );
    await owner.page.getByTestId('confirm').click();
    await owner.page.getByTestId('rule-news').filter({ hasText: 'The rule is saved.' }).waitFor();
    expect(await hosted.auth.organisations.rule('acme')).toMatchObject({ version: 2, rule: { proofsWithin: '8h' } });
  });

  it('X41 the ways in are restricted by an explicit choice, and never by ticking alone', async () => {
    const app = await acme({}, { methods: ['password'] });
    const { page } = await ownerAtPage(chromium.at(app), app);
    expect(await page.getByTestId('ways-only').isChecked()).toBe(true);
    const saves = async (version: number) => {
      await page.getByTestId('check-rule').click();
      await page.getByTestId('confirm').click();
      await page
        .getByTestId('rule-version')
        .filter({ hasText: `Version ${version}` })
        .waitFor();
      return Object(await app.auth.organisations.rule('acme')).rule;
    };
    await page.getByTestId('method-passkey').check();
    expect(await saves(2)).toEqual({ methods: ['passkey', 'password'] });
    await page.getByTestId('ways-all').check();
    expect(await page.getByTestId('method-passkey').isDisabled()).toBe(true);
    expect(await saves(3)).toEqual({});
    await page.getByTestId('ways-only').check();
    await page.getByTestId('check-rule').click();
    await page.getByTestId('error').filter({ hasText: 'Choose at least one way to sign in.' }).waitFor();
    await page.getByTestId('method-password').check();
    expect(await faultsOf(page)).toEqual([]);
    expect(await saves(4)).toEqual({ methods: ['password'] });
  });

  it('X41 tells members with one name apart, and gives a role of the organisation’s own', async () => {
    const app = await acme(
      { namesOf: async (ids) => Object.fromEntries(ids.map((id) => [id, 'Kim'])) },
      { roles: { guest: {} } },
    );
    const ben = await app.joins('ben', 'acme', 'finance');
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    const row = page.locator(`[data-account="${ben}"]`);
    expect(await row.locator('bdi').textContent()).toBe('Kim');
    expect(await row.locator('.muted').textContent()).toBe(ben);
    const dialog = page.locator('dialog[open]');
    await row.getByTestId('remove-member').click();
    expect(await dialog.locator('h2').textContent()).toBe('Remove Kim?');
    expect(await dialog.locator('h2 bdi').textContent()).toBe('Kim');
    expect(await dialog.textContent()).toContain(ben);
    await page.getByTestId('cancel').click();
    await row.getByTestId('change-roles').click();
    expect(await dialog.textContent()).toContain(ben);
    await page.getByTestId('member-role-guest').check();
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'The roles of Kim are changed.' }).waitFor();
    expect(await row.textContent()).toContain('guest');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('X41 does not wait for a route of names that hangs', async () => {
    const app = await acme({ namesOf: () => new Promise(() => {}) });
    const seat = await ownerAtPage(chromium.at(app), app);
    expect(await seat.page.getByTestId('member-row').filter({ hasText: 'Account' }).count()).toBe(3);
  });

  it('X41 after a change of the own roles the message stays, and an unsaved rule stays with the right alone', async () => {
    const app = await acme();
    await app.joins('ben', 'acme', 'owner');
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    const questions: string[] = [];
    page.on('dialog', (question) => {
      questions.push(question.type());
      void question.accept();
    });
    const changes = async (role: string, has: boolean) => {
      await rowOf(seat, 'ada').getByTestId('change-roles').click();
      await page.getByTestId(`member-role-${role}`).setChecked(has);
      await page.getByTestId('confirm').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      await page.getByTestId('news').filter({ hasText: 'The roles of ada are changed.' }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('news');
    };
    await page.getByTestId('proofsWithin').selectOption('8h');
    await changes('finance', true);
    expect(await page.getByTestId('proofsWithin').inputValue()).toBe('8h');
    expect(await rowOf(seat, 'ada').textContent()).toContain('finance');
    await changes('owner', false);
    await page.getByTestId('not-permitted').waitFor();
    await page.goto('/account');
    expect(questions).toEqual([]);
  });

  it('X41 a rule that shuts somebody out on a later date looks dangerous', async () => {
    const app = await acme();
    const { page } = await ownerAtPage(chromium.at(app), app);
    await page.route('**/organisations/acme/rule/preview', async (route) => {
      const response = await route.fetch();
      const later = { from: '2031-12-15T00:00:00Z', enters: 2, mustEnroll: 0, cannot: 1 };
      await route.fulfill({ response, json: { ...(await response.json()), cannot: 0, dates: [later] } });
    });
    await page.getByTestId('proofsWithin').selectOption('8h');
    await page.getByTestId('check-rule').click();
    expect(await page.getByTestId('confirm').getAttribute('class')).toContain('danger');
  });

  it('X41 lists more than a hundred members in pages', async () => {
    const app = await acme();
    for (let number = 0; number < 100; number += 1) await app.joins(`member-${number}`, 'acme');
    const seat = await ownerAtPage(chromium.at(app), app);
    const rows = seat.page.getByTestId('member-row');
    expect(await rows.count()).toBe(100);
    await seat.page.getByTestId('members-more').click();
    await rows.nth(102).waitFor();
    expect(await rows.count()).toBe(103);
    expect(await seat.page.getByTestId('members-more').count()).toBe(0);
    expect(await rows.filter({ hasText: 'Account' }).count()).toBe(0);
  });

  it('X41 is in German, in words that fit', async () => {
    const app = await acme({}, { recentProof: '10m' });
    const { page } = await ownerAtPage(chromium.at(app, { locale: 'de-DE' }), app);
    expect(await page.getByTestId('rule').textContent()).toContain('Für den Zugang braucht man mindestens');
    expect(await faultsOfWords(page)).toEqual([]);
  });
});

describe.skipIf(wholeChromiumHere() === null)('the page of an organisation that Back leads to, in Chromium', () => {
  const chromium = chromiumForThisFile('keeps');

  it('X41 X44 shows nothing after a sign-out', async () => {
    const app = await acme();
    const seat = await ownerAtPage(chromium.at(app), app);
    const { page } = seat;
    await notesReturns(seat);
    await page.goto('/organisation?in=acme', { waitUntil: 'networkidle' });
    await page.getByTestId('members').waitFor();
    await leaves(seat);
    // A sign-out on a page would tell the page in the cache, which ends the page's time there.
    const { url } = app;
    expect((await page.request.delete('/auth/session', { headers: { origin: url } })).ok()).toBe(true);
    expect(held(await goesBack(seat))).toBe('');
    await seat.isOn('/sign-in');
    await page.getByTestId('password').waitFor();
    expect(await page.content()).not.toContain('ben');
  });
});
