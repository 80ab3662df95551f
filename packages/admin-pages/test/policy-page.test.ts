import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY } from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage as ownPage, step } from './own-policy-page.ts';

describe.skipIf(chromiumHere === null)('changing the policy on its page, in Chromium', () => {
  const chromium = chromiumForThisFile();

  const ownPolicyPage = (width?: Width, locale?: string) => ownPage(chromium, width, locale);

  it('N5 a loosening cannot be saved unseen, and the history says why and undoes the change', async () => {
    const { page, ada } = await ownPolicyPage();
    // The step covers the radio button, as a label.
    await step(page, 'contractor', 'baseline').check({ force: true });
    await step(page, 'super-admin', 'phishing-resistant').check({ force: true });
    const bar = page.getByTestId('draft-text');
    await expect.poll(() => bar.textContent()).toMatch(/2 changed rules, 1 of them weaker · /);
    expect(await page.locator('tr[data-role="contractor"]').textContent()).toContain('Weaker, was App or passkey');
    expect(await page.locator('tr[data-role="super-admin"]').textContent()).toContain('Stricter, was App or passkey');
    // The browser keeps the draft while the person looks at another page.
    await page.goto('/admin/activity');
    await page.goto('/admin/policy');
    await page.getByTestId('undo').nth(1).click();
    await expect.poll(() => bar.textContent()).toMatch(/1 changed rule, weaker · /);
    await page.getByTestId('review').click();
    const save = page.getByTestId('policy-save');
    expect(await save.isDisabled()).toBe(true);
    expect(await page.getByTestId('rule').getAttribute('data-look')).toBe('weaker');
    // The limits of a session come with the strength.
    expect(await page.getByTestId('session-change').textContent()).toMatch(/24 hours, 1 hour idle.*30 days/);
    await page.getByTestId('allow-weaker').check();
    await page.getByTestId('note').fill('Until the keys arrive');
    await save.click();
    expect(await page.getByTestId('news').textContent()).toMatch(/Saved as version \d+\..*stay signed in/);
    expect((await ada.policy()).policy).not.toHaveProperty('roles.contractor.requiredStrength');

    await page.getByTestId('tab-history').click();
    const newest = page.getByTestId('version').first();
    await expect
      .poll(() => newest.textContent())
      .toMatch(/contractor, strength: .*Until the keys arrive.*ada@example\.org/);
    await newest.getByTestId('policy-undo').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('rule').getAttribute('data-look')).not.toBe('weaker');
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.policy()).policy).toMatchObject({ roles: { contractor: { requiredStrength: 'enhanced' } } });
  });

  it('a role that follows everyone says so, a strength marks the limits it brings, and no change is judged before the server', async () => {
    const { page } = await ownPolicyPage();
    expect(await page.getByTestId('steps-legend').textContent()).toContain('Two stepsA password and a second step.');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/admin/policy/preview', async (route) => {
      await held;
      return route.continue();
    });
    await step(page, 'contractor', 'baseline').check({ force: true });
    await step(page, 'super-admin', 'phishing-resistant').check({ force: true });
    const [contractor, admin] = ['contractor', 'super-admin'].map((role) => page.locator(`tr[data-role="${role}"]`));
    expect(await contractor?.getByTestId('follows-everyone').textContent()).toContain('The role follows if everyone');
    expect(await contractor?.getByTestId('follows-strength').textContent()).toBe(
      'Changed by the strength, was 24 hours, 1 hour idle',
    );
    expect(await admin?.getAttribute('class')).toBe('changed');
    release();
    await expect.poll(() => admin?.getAttribute('class')).toBe('changed stricter');
    await step(page, '', 'enhanced').check({ force: true });
    const employee = page.locator('tr[data-role="employee"]');
    await expect
      .poll(() => employee.getByTestId('follows-strength').textContent())
      .toBe('Changed by everyone’s rule, was 30 days');
    await page.getByTestId('ways-everyone').click();
    const ways = page.getByTestId('dialog').getByRole('checkbox');
    for (const way of await ways.all()) expect(await way.isChecked()).toBe(true);
  });

  it('W4 N5 a draft that leaves no administrator says so before it is saved, and cannot be saved', async () => {
    const { page } = await ownPolicyPage();
    await page.getByTestId('tab-json').click();
    const text = page.getByTestId('policy-json');
    await text.fill(JSON.stringify({ ...FIRST_POLICY, administrators: { policy: ['nobody'] } }));
    await expect
      .poll(() => page.getByTestId('draft-text').textContent())
      .toContain('no administrator could change the policy any more');
    await page.getByTestId('review').click();
    await page.getByTestId('no-administrator').waitFor();
    for (const tick of await page.getByTestId('allow-weaker').all()) await tick.check();
    expect(await page.getByTestId('policy-save').isDisabled()).toBe(true);
    const card = await page.getByTestId('save-card').textContent();
    expect(card).toContain('This policy cannot be saved');
    expect(card).not.toContain('Nobody is shut out');
  });

  it('the review loads the names of further people, a page at a press', async () => {
    const { page } = await ownPolicyPage();
    await page.route('**/admin/policy/preview', async (route) => {
      const { cursor, ...asked } = route.request().postDataJSON() as { readonly cursor?: string };
      const answer = await route.fetch({ postData: JSON.stringify(asked) });
      const start = cursor === undefined ? 0 : 5;
      const accounts = Array.from({ length: 5 }, (_, place) => ({
        ...{ accountId: `a${start + place}`, identifier: `p${start + place}@example.org`, impact: 'must-enroll' },
        because: [],
      }));
      const json: object = await answer.json();
      return route.fulfill({
        response: answer,
        // The last two are in the group today already.
        json: {
          ...json,
          ...{ mustEnroll: 10, moves: [{ from: 'meets', to: 'mustEnroll', count: 8 }], stranded: 0 },
          ...{ accounts, next: start === 0 ? 'two' : undefined },
        },
      });
    });
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    const affected = page.getByTestId('affected');
    const names = affected.getByRole('link');
    await expect.poll(() => names.count()).toBe(3);
    const more = page.getByTestId('more-affected');
    const told = page.getByTestId('named');
    expect(await told.textContent()).toBe('Named so far: 3 of 8 people. Still to come: 5.');
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => names.count()).toBe(5);
    expect(await told.textContent()).toBe('Named so far: 5 of 8 people. Still to come: 3.');
    expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => names.count()).toBe(8);
    expect(await told.textContent()).toBe('');
    expect(await names.nth(5).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await more.isVisible()).toBe(false);
    expect(await affected.textContent()).not.toContain('and other people');
    expect(await page.getByTestId('as-today').textContent()).toContain('For 2 others');
    // The page asks for the threat analysis meanwhile.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('a helpdesk that is not filled in yet shows what to choose beside its fields, and no error', async () => {
    const { page } = await ownPolicyPage();
    const judged = page.waitForResponse('**/admin/policy/preview');
    await page.getByTestId('edit-administrators').click();
    await page.getByTestId('add-helpdesk').click();
    expect((await judged).status()).toBe(400);
    const bar = page.getByTestId('draft-bar');
    await expect.poll(() => bar.textContent()).toContain('1 changed rule · Helpdesk 1 is not complete yet.');
    expect(await bar.textContent()).not.toContain('administrators.helpdesk');
    const missing = page.getByTestId('helpdesk-0-roles').getByText('Choose at least one role');
    expect(await missing.isVisible()).toBe(true);
    await page.getByTestId('helpdesk-0-roles-contractor').check({ force: true });
    expect(await missing.isVisible()).toBe(false);
    expect(await page.getByTestId('helpdesk-0-may').textContent()).toContain('Ends a lock after wrong tries.');
    await page.getByTestId('edit-lockout').click();
    await page.getByTestId('remove-helpdesk-0').click();
    await page.getByTestId('lockout.maxFailures').fill('0');
    await page.getByTestId('edit-lockout').click();
    // A closed card has no field, so the error has the name of the rule, and no path of the JSON.
    await expect.poll(() => bar.textContent()).toContain('Lockout: wrong tries: ');
  });

  it('a limit of a session says what counts without the limit, and has one line and one undo', async () => {
    const { page } = await ownPolicyPage();
    const row = page.locator('tr[data-role="super-admin"]');
    const session = row.locator('[data-testid^="session-"]');
    await session.click();
    const dialog = page.getByTestId('dialog');
    expect(await dialog.textContent()).toContain('Empty: 1 hour, from the strength “App or passkey”.');
    expect(await dialog.textContent()).toContain('Empty: Any number, as everyone.');
    await page.getByTestId('limit-idle').fill('15');
    await page.getByTestId('limit-absolute').fill('4');
    await page.getByTestId('confirm').click();
    await expect.poll(() => row.getByTestId('was').textContent()).toContain('Stricter, was 24 hours, 1 hour idle');
    await page.getByTestId('review').click();
    const rule = page.getByTestId('rule');
    expect(await rule.getAttribute('data-look')).toBe('stricter');
    expect(await rule.textContent()).toContain('Before24 hours, from the strength “App or passkey”After4 hours');
    await page.getByTestId('back').click();
    await row.getByTestId('undo').click();
    await page.getByTestId('draft-bar').waitFor({ state: 'hidden' });
  });

  it('the activity opens the difference of its version in the history', async () => {
    const { seat, page, ada, own } = await ownPolicyPage();
    await seat.clock.setFixedTime(own.clock.now);
    const { policy, version } = await ada.policy();
    await ada.putsPolicy({ ...policy, recentProof: '9m' });
    await ada.putsPolicy({ ...policy, recentProof: '8m' });
    await page.goto('/admin/activity');
    await page.getByRole('link', { name: 'Show the difference' }).nth(1).click();
    await page.getByTestId('rule').waitFor();
    const opened = page.getByTestId('version').filter({ has: page.getByTestId('rule') });
    expect(await opened.textContent()).toMatch(
      new RegExp(`^${version + 1}Sessions, asked to confirm again after: 9 min`),
    );
    expect(await opened.textContent()).toMatch(/, \w+ \d+, 2031, \d+:\d\d\s[AP]M \(just now\)/);
  });

  it('the answer of a question about a sign-in names the person, and leaves with the question', async () => {
    const { page } = await ownPolicyPage();
    await page.locator('[name="what-if-who"]').fill('ada@example.org');
    await page.getByTestId('prove-password').check({ force: true });
    await page.getByTestId('ask').click();
    const answer = page.getByTestId('what-if');
    await page.getByTestId('outcome').waitFor();
    expect(await page.getByTestId('whose').textContent()).toBe('Sign-in of ada@example.org');
    expect(await answer.textContent()).toContain('Right, and not enough alone. ');
    await page.locator('[name="what-if-who"]').fill('somebody.else');
    expect(await answer.textContent()).toBe('');
  });

  it('a policy that somebody saves meanwhile stands beside the draft, and the person picks rule by rule', async () => {
    const { page, ada } = await ownPolicyPage();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('edit-passwords').click();
    await page.getByTestId('passwords.minimum').fill('20');
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    const other = await ada.putsPolicy({ ...FIRST_POLICY, requiredStrength: 'phishing-resistant', recentProof: '5m' });
    expect(other.status).toBe(200);
    await page.getByTestId('policy-save').click();
    await page.getByTestId('conflict').waitFor();
    const goOn = page.getByTestId('merge');
    expect(await goOn.isDisabled()).toBe(true);
    await page.getByTestId('merge-rule').first().getByTestId('pick-theirs').check();
    await goOn.click();
    // The review of the joined draft, with the rule that is left.
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('rule').count()).toBe(1);
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.policy()).policy).toMatchObject({
      ...{ requiredStrength: 'phishing-resistant', recentProof: '5m', passwords: { minimum: 20 } },
    });
  });

  it('N5 the row of a role that only the draft names goes with the draft', async () => {
    const { page } = await ownPolicyPage();
    await page.getByTestId('edit-administrators').click();
    const other = page.getByTestId('administrators.policy').getByPlaceholder('Another role');
    await other.fill('policy-owner');
    await other.blur();
    const row = page.locator('tr[data-role="policy-owner"]');
    await row.waitFor();
    await page.getByTestId('discard').click();
    await page.getByTestId('confirm').click();
    await row.waitFor({ state: 'detached' });
    expect(await page.locator('tr[data-role="super-admin"]').count()).toBe(1);
  });

  it('the text is the same draft: a text that is no JSON is kept, and a wrong name is told with the names there are', async () => {
    const { page } = await ownPolicyPage('phone');
    await page.getByTestId('tab-json').click();
    const text = page.getByTestId('policy-json');
    await text.fill(
      JSON.stringify({
        ...FIRST_POLICY,
        strengths: { paranoid: { anyOf: [[{ method: 'passkey' }]] } },
        requiredStrength: 'strict',
      }),
    );
    await expect
      .poll(() => page.getByTestId('strength-names').textContent())
      .toBe('These names are known: single, baseline, enhanced, phishing-resistant, and paranoid.');
    expect(await page.getByTestId('review').isDisabled()).toBe(true);
    await text.fill('{ "requiredStrength": ');
    await page.getByTestId('json-fault').waitFor();
    await page.reload();
    expect(await text.inputValue()).toBe('{ "requiredStrength": ');
    await page.getByTestId('discard').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('draft-bar').waitFor({ state: 'hidden' });
    expect(JSON.parse(await text.inputValue())).toMatchObject({ requiredStrength: 'baseline' });
  });

  it.each([
    [
      undefined,
      'Stolen password',
      'super-admin (Password, mail)2 accounts',
      'changes this policy',
      'sets up (Passkey that the thief has)',
    ],
    [
      'de',
      'Gestohlenes Passwort',
      'super-admin (Passwort, E-Mail)2 Konten',
      'ändert diese Richtlinie',
      'richtet etwas ein (Passkey in der Hand des Diebs)',
    ],
  ])(
    'N5 N16 the review shows what a thief would reach more, once the server knows (%s)',
    async (locale, who, reach, what, how) => {
      const { page } = await ownPolicyPage('desktop', locale);
      const worse = {
        ...{ thief: 'password', reach: 'super-admin: password, mail', before: 'nothing', after: 'policy', accounts: 2 },
        chain: 'signs in by the password → sets up a passkey of their own',
        codes: {
          ...{ thief: 'password', roles: ['super-admin'], factors: ['password', 'email-code'], emergency: false },
          ...{ before: [], after: ['policy'] },
          chain: [
            { move: 'begins', method: 'password', of: 'owner' },
            { move: 'sets-up', method: 'passkey', of: 'own' },
          ],
        },
      };
      let reviewed = 0;
      await page.route('**/admin/policy/preview', async (route) => {
        const answer = await route.fetch();
        if (new URL(page.url()).searchParams.get('tab') === 'review') reviewed++;
        const threats =
          reviewed < 2
            ? { threatAnalysis: { state: 'running', more: 0, less: 0, undecided: 0 } }
            : {
                threats: Array.from({ length: 10 }, () => worse),
                threatAnalysis: { state: 'decided', more: 10, less: 4, undecided: 0 },
              };
        return route.fulfill({ response: answer, json: { ...(await answer.json()), ...threats } });
      });
      await step(page, '', 'enhanced').check({ force: true });
      await page.getByTestId('review').click();
      const threat = page.getByTestId('threat');
      await threat.first().waitFor();
      for (const part of [who, reach, what, how]) expect(await threat.first().textContent()).toContain(part);
      expect(await page.getByTestId('threats-count').textContent()).toContain('4');
      await page.getByTestId('more-threats').click();
      expect(await threat.count()).toBe(10);
      expect(await page.getByTestId('policy-save').isEnabled()).toBe(true);
    },
  );
});
