import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY } from '@sallyport/example-quickstart/test/quickstart';
import type { Width } from '@sallyport/example-quickstart/test/widths';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage as ownPage, step } from '../own-policy-page.ts';

describe.skipIf(chromiumHere === null)('drafts of the policy that few people have, in Chromium', () => {
  const chromium = chromiumForThisFile();

  const ownPolicyPage = (width?: Width, locale?: string) => ownPage(chromium, width, locale);

  it.each([
    ['at the review', async () => undefined],
    [
      'at saving',
      async (page: Page) => {
        await page.getByTestId('review').click();
        await page.getByTestId('note').fill('Contractors need less');
        await page.getByTestId('allow-weaker').check();
      },
    ],
  ])('a save in another tab of the browser loses no draft: the page shows both %s', async (_, before) => {
    const { page } = await ownPolicyPage();
    const tab = await page.context().newPage();
    await tab.goto('/admin/policy');
    await step(tab, '', 'enhanced').waitFor({ state: 'attached' });
    await step(page, 'contractor', 'baseline').check({ force: true });
    await before(page);
    await step(tab, '', 'enhanced').check({ force: true });
    await tab.getByTestId('review').click();
    await tab.getByTestId('policy-save').click();
    await tab.getByTestId('news').waitFor();
    const isReviewed = (await page.getByTestId('save-card').count()) > 0;
    await page.getByTestId(isReviewed ? 'policy-save' : 'review').click();
    const conflict = page.getByTestId('conflict');
    await conflict.waitFor();
    expect(await conflict.textContent()).toContain('contractor');
    expect(await conflict.textContent()).toMatch(
      /^You saved a policy meanwhile, in another tab or browserYou saved version \d+\. Your draft/,
    );
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
    expect(await told.textContent()).toBe('Named so far: 3 of 8 people. Not named yet: 5.');
    await more.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => names.count()).toBe(5);
    expect(await told.textContent()).toBe('Named so far: 5 of 8 people. Not named yet: 3.');
    expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => names.count()).toBe(8);
    expect(await told.textContent()).toBe('');
    expect(await names.nth(5).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await more.isVisible()).toBe(false);
    expect(await affected.textContent()).not.toContain('and other people');
    expect(await page.getByTestId('as-before').textContent()).toContain(
      '2 people already must set something up or can’t sign in, and it stays so.',
    );
    // The page asks for the threat analysis meanwhile.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('N5 the review tells below the heading how many people must set something up before and after', async () => {
    const { page } = await ownPolicyPage();
    await page.route('**/admin/policy/preview', async (route) => {
      const answer = await route.fetch();
      const json: object = await answer.json();
      const moves = [{ from: 'mustEnroll', to: 'meets', count: 8 }];
      const accounts = [{ accountId: 'a1', identifier: 'p1@example.org', impact: 'must-enroll', because: [] }];
      return route.fulfill({
        response: answer,
        json: {
          ...json,
          ...{ mustEnroll: 1, stranded: 0, setUpChanges: 0, askedForLess: 3, moves, accounts, next: undefined },
        },
      });
    });
    await step(page, 'contractor', 'baseline').check({ force: true });
    await page.getByTestId('review').click();
    expect(await page.getByTestId('asked-for-less').textContent()).toMatch(
      /^3 ?meet the policy as before, and may sign in with less/,
    );
    const affected = page.getByTestId('affected');
    // The card of the people who change group names nobody who stays.
    expect(await affected.textContent()).toMatch(/^1 person already must set something up or can’t sign in/);
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

  it('a limit of a session that no policy can have is told at its field, and the dialog stays open', async () => {
    const { page } = await ownPolicyPage();
    const row = page.locator('tr[data-role="employee"]');
    await row.locator('[data-testid^="session-"]').click();
    const [idle, absolute] = [page.getByTestId('limit-idle'), page.getByTestId('limit-absolute')];
    await idle.fill('abc');
    await page.getByTestId('limit-most').fill('0');
    await page.getByTestId('confirm').click();
    const faults = page.getByTestId('dialog').getByTestId('fault');
    expect(await faults.allTextContents()).toEqual([
      'Enter a whole number from 1, and choose its unit.',
      'Enter a whole number from 1 to 100.',
    ]);
    expect(await idle.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await idle.getAttribute('aria-invalid')).toBe('true');
    await page.getByTestId('limit-most').fill('');
    await idle.fill('300');
    await absolute.fill('4');
    await page.getByTestId('confirm').click();
    expect(await faults.allTextContents()).toEqual(['Enter at most the value of “Signed out after”: 4 hours.']);
    await idle.fill('30');
    expect(await faults.count()).toBe(0);
    await page.getByTestId('confirm').click();
    await expect.poll(() => row.textContent()).toContain('4 hours, 30 minutes idle');
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
    await page.getByTestId('json-fault').filter({ hasText: 'at line 1' }).waitFor();
    // The server refused another text.
    await expect.poll(() => page.getByTestId('strength-names').count()).toBe(0);
    // A press on a rule would lose the typed text.
    await page.getByTestId('tab-rules').click();
    await page.getByTestId('json-waits').filter({ hasText: 'isn’t JSON yet' }).waitFor();
    expect(await page.locator('[inert] input[type=radio]').count()).toBeGreaterThan(4);
    await page.getByTestId('tab-json').click();
    await page.reload();
    expect(await text.inputValue()).toBe('{ "requiredStrength": ');
    await page.getByTestId('discard').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('draft-bar').waitFor({ state: 'hidden' });
    expect(JSON.parse(await text.inputValue())).toMatchObject({ requiredStrength: 'baseline' });
  });
});
