import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY } from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import { thoroughly } from '@sallyport/test-support/how-much';
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
    expect(await page.getByTestId('save-card').textContent()).toContain(
      'To save, tick the weaker rule. Go to the rule',
    );
    const tick = page.getByTestId('allow-weaker');
    await page.getByTestId('to-tick').click();
    expect(await tick.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await tick.isChecked()).toBe(false);
    expect(await page.getByTestId('rule').getAttribute('data-look')).toBe('weaker');
    // The limits of a session come with the strength.
    expect(await page.getByTestId('session-change').textContent()).toMatch(/24 hours, 1 hour idle.*30 days/);
    await tick.check();
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

  it('N5 a saved policy is told as saved, even if the next answer needs a new proof', async () => {
    const { page } = await ownPolicyPage();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    let isSaved = false;
    await page.route('**/auth/admin/policy', async (route) => {
      const isPut = route.request().method() === 'PUT';
      if (isPut || !isSaved) {
        isSaved = isPut;
        return route.continue();
      }
      const demand = { strengths: ['phishing-resistant'], maxAgeSeconds: 1 };
      return route.fulfill({ status: 401, json: { code: 'insufficient-strength', demand } });
    });
    await page.getByTestId('policy-save').click();
    await page.getByRole('dialog').waitFor();
    expect(await page.getByTestId('news').textContent()).toMatch(/^Saved as version \d+\./);
    expect(await page.getByTestId('policy-save').count()).toBe(0);
    await page.unrouteAll();
    await page.getByTestId('step-up-cancel').click();
    await page.getByTestId('retry').click();
    await page.getByTestId('tab-rules').waitFor();
    expect(await page.getByTestId('news').textContent()).toMatch(/^Saved as version \d+\./);
  });

  it('a role that follows everyone says so, a strength marks the limits it brings, and no change is judged before the server', async () => {
    const { page } = await ownPolicyPage();
    expect(await page.getByTestId('steps-legend').textContent()).toContain(
      'Two stepsA password and a second step, or a passkey.',
    );
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

  it('N5 a looser rule for everyone marks the roles that follow, and a role that keeps its strength is no stricter', async () => {
    const { page } = await ownPolicyPage();
    await step(page, '', 'single').check({ force: true });
    await step(page, 'employee', 'baseline').check({ force: true });
    const bar = page.getByTestId('draft-text');
    await expect
      .poll(() => bar.textContent())
      .toMatch(/1 of them weaker · \d+ roles? becomes? weaker with everyone’s rule · /);
    const follower = page.locator('tr.weaker', { has: page.getByTestId('weaker-by-everyone') }).first();
    expect(await follower.textContent()).toContain('Weaker by everyone’s rule, was Two steps');
    const employee = page.locator('tr[data-role="employee"]');
    expect(await employee.textContent()).toContain('Same as before, was Two steps, as everyone');
    expect(await employee.getByTestId('weaker-by-everyone').count()).toBe(0);
    await page.getByTestId('review').click();
    const rule = page.getByTestId('rule').filter({ hasText: 'employee' });
    await rule.waitFor();
    expect(await rule.getAttribute('data-look')).toBe('same');
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

  it('a policy that somebody saves meanwhile stands beside the draft, and the person picks rule by rule', async () => {
    const { page, ada } = await ownPolicyPage();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('edit-passwords').click();
    await page.getByTestId('passwords.minimum').fill('20');
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    const other = await ada.putsPolicy({ ...FIRST_POLICY, requiredStrength: 'phishing-resistant', recentProof: '5m' });
    expect(other.status).toBe(200);
    await page.route('**/auth/admin/policy', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), changedBy: 'host:deployment 42' } });
    });
    await page.getByTestId('policy-save').click();
    await page
      .getByTestId('conflict')
      .getByText(/^deployment 42 saved version/)
      .waitFor();
    expect(await page.getByTestId('conflict').textContent()).toMatch(/^Somebody saved a policy meanwhile/);
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

  const REVIEWS: readonly [string | undefined, string, string, string, string, [string, string], RegExp][] = [
    [
      undefined,
      'Stolen password',
      'super administrator (Password, mail)2 accounts',
      'changes this policy',
      'The thief signs in with the password and sets up the thief’s passkey.',
      ['no account like this today', 'nobody has the roles and the ways to sign in of this row today'],
      /^Older session.*changes this policy.*Better: there is no such session before something is set up$/,
    ],
    [
      'de',
      'Gestohlenes Passwort',
      'Hauptverwaltung (Passwort, E-Mail)2 Konten',
      'ändert diese Richtlinie',
      'Der Dieb meldet sich mit dem Passwort an und richtet einen eigenen Passkey ein.',
      ['heute kein Konto dieser Art', 'Niemand hat heute die Rollen und Anmeldewege dieser Zeile'],
      /^Ältere Sitzung.*ändert diese Richtlinie.*Besser: diese Sitzung gibt es nicht, bevor etwas eingerichtet ist$/,
    ],
  ];
  it.each(REVIEWS.slice(0, thoroughly(2, 1)))(
    'N5 N16 the review shows what a thief would reach more, once the server knows (%s)',
    async (locale, who, reach, what, how, [none, meaning], better) => {
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
      const eased = { ...worse.codes, thief: 'older-cookie', before: ['policy'], after: [] };
      let reviewed = 0;
      await page.route('**/admin/policy/preview', async (route) => {
        const answer = await route.fetch();
        if (new URL(page.url()).searchParams.get('tab') === 'review') reviewed++;
        const threats =
          reviewed < 2
            ? { threatAnalysis: { state: 'running', more: 0, less: 0, undecided: 0 } }
            : {
                threats: [
                  ...[worse, { ...worse, accounts: 0 }, ...Array.from({ length: 7 }, () => worse)],
                  { ...worse, codes: { ...worse.codes, thief: 'people-administrator' } },
                ],
                betterThreats: [{ ...worse, before: 'policy', after: 'nothing', lost: 'policy', codes: eased }],
                threatAnalysis: { state: 'decided', more: 10, less: 4, undecided: 0 },
              };
        return route.fulfill({ response: answer, json: { ...(await answer.json()), ...threats } });
      });
      await step(page, '', 'enhanced').check({ force: true });
      await page.getByTestId('review').click();
      const threat = page.getByTestId('threat');
      await threat.first().waitFor();
      for (const part of [who, reach, what, how]) expect(await threat.first().textContent()).toContain(part);
      expect(await threat.nth(1).textContent()).toContain(none);
      await page.getByTestId('threats').getByText(meaning).waitFor();
      expect(await page.getByTestId('threats-count').textContent()).toMatch(/: 10\.$/);
      await page.getByTestId('more-threats').click();
      expect(await threat.count()).toBe(10);
      const apart = await threat
        .last()
        .locator('th')
        .evaluate((cell) => {
          const text = document.createRange();
          text.selectNodeContents(cell);
          return cell.getBoundingClientRect().right - text.getBoundingClientRect().right;
        });
      expect(apart).toBeGreaterThanOrEqual(8);
      // The note explains a row that the better cases have alone.
      expect(await page.getByTestId('sessions-note').count()).toBe(0);
      await page.getByTestId('better-threats').click();
      await page.getByTestId('sessions-note').waitFor();
      expect(await page.getByTestId('better-threat').textContent()).toMatch(better);
      const [looksWorse, looksBetter] = await Promise.all(
        ['threat', 'better-threat'].map((row) =>
          page
            .getByTestId(row)
            .locator('.cell')
            .first()
            .evaluate((cell) => getComputedStyle(cell).color),
        ),
      );
      expect(looksWorse).not.toBe(looksBetter);
      expect(await page.getByTestId('policy-save').isEnabled()).toBe(true);
    },
  );
});
