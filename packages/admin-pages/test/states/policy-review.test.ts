import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, PASSWORD } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';
import { ownPolicyPage, step } from '../own-policy-page.ts';

describe.skipIf(chromiumHere === null)('reviewing a draft of the policy, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('N5 the review of a draft on an earlier version begins with the conflict', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    await step(page, 'contractor', 'baseline').check({ force: true });
    expect((await ada.putsPolicy({ ...FIRST_POLICY, recentProof: '5m' })).status).toBe(200);
    await page.getByTestId('review').click();
    await page.getByTestId('conflict').waitFor();
    expect(await page.getByTestId('save-card').count()).toBe(0);
    await page.getByTestId('merge').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('rule').count()).toBe(1);
  });

  it('the note of an undo leaves with its draft', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    expect((await ada.putsPolicy({ ...FIRST_POLICY, recentProof: '5m' })).status).toBe(200);
    await page.goto('/admin/policy?tab=history');
    await page.getByTestId('policy-undo').click();
    expect(await page.getByTestId('note').inputValue()).toMatch(/^Undo version \d+$/);
    await page.reload();
    await page.getByTestId('note').waitFor();
    expect(await page.getByTestId('note').inputValue()).toMatch(/^Undo version \d+$/);
    await page.getByTestId('back').click();
    await page.getByTestId('discard').click();
    await page.getByTestId('confirm').click();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('note').inputValue()).toBe('');
  });

  it('N5 a version is restored with all its rules, in place of the draft', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    for (const recentProof of ['5m', '6m'])
      expect((await ada.putsPolicy({ ...FIRST_POLICY, recentProof })).status).toBe(200);
    await page.reload();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('tab-history').click();
    const earlier = page.getByTestId('policy-restore').first();
    const version = /\d+/.exec((await earlier.textContent()) ?? '')?.[0];
    expect(await earlier.textContent()).toBe(`Restore version ${version}`);
    await earlier.click();
    expect(await page.getByRole('dialog').textContent()).toContain(
      'Your draft has 1 changed rule. If you go on, the draft is lost.',
    );
    await page.getByTestId('confirm').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('note').inputValue()).toBe(`Back to version ${version}`);
  });

  it('N5 a version with the rules in force offers no way back, and a draft without a change has no number to review', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    const { policy } = await ada.policy();
    for (const next of [{ ...policy, recentProof: '5m' }, policy])
      expect((await ada.putsPolicy(next)).status).toBe(200);
    await page.goto('/admin/policy?tab=history');
    await page.getByTestId('same-as-now').waitFor();
    expect(await page.getByTestId('same-as-now').allTextContents()).toEqual(['Same rules as now']);
    expect(await page.getByTestId('policy-restore').count()).toBe(1);
    await page.goto('/admin/policy?tab=review');
    await page.getByRole('heading', { name: 'Nothing to review' }).waitFor();
  });

  it('an error of the policy is told in the language of the page, at its field', async () => {
    const { page } = await ownPolicyPage(chromium, 'desktop', 'de');
    await page.getByTestId('edit-lockout').click();
    const tries = page.getByTestId('lockout.maxFailures');
    await tries.fill('500');
    await page.getByTestId('lockout.window').fill('60');
    await page.getByTestId('lockout.window-unit').selectOption('d');
    const range = 'Geben Sie eine ganze Zahl von 3 bis 100 ein.';
    const bar = page.getByTestId('draft-bar');
    await bar.getByText(`Sperre nach Fehlversuchen: Falsche Versuche: ${range}`).waitFor();
    expect(await bar.getByTestId('error').textContent()).toContain('Innerhalb von: Geben Sie höchstens 30 Tage ein.');
    expect(await tries.getAttribute('aria-invalid')).toBe('true');
    const about = (await tries.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`#${about.split(' ')[0]}`).textContent()).toBe(range);
    await tries.fill('5');
    await bar.getByText('Falsche Versuche').waitFor({ state: 'detached' });
    expect(await tries.getAttribute('aria-invalid')).toBeNull();
    await page.getByTestId('tab-json').click();
    await page.getByTestId('policy-json').fill('{ "lockout": { "unknown": 1 } }');
    await bar.getByText('lockout.unknown: Eine Regel mit diesem Namen gibt es hier nicht.').waitFor();
    // A message that the page cannot say in German is marked as English.
    await page.getByTestId('policy-json').fill('{ "methods": [] }');
    await bar.locator('[lang="en"]').getByText('an empty list leaves no way in').waitFor();
  });

  it('a site without a provider offers none to add, and a role that was just added can administer', async () => {
    const { page } = await ownPolicyPage(chromium);
    await page.getByTestId('edit-company').click();
    expect(await page.getByTestId('no-provider').textContent()).toContain('A developer sets providers up in the app.');
    expect(await page.getByTestId('new-provider').count()).toBe(0);
    await page.getByTestId('edit-administrators').click();
    await page.getByText('Add a role', { exact: true }).first().click();
    await page.getByTestId('new-role').fill('auditor');
    await page.getByTestId('add-role').click();
    await page.getByTestId('administrators.people-auditor').check({ force: true });
    await page.getByTestId('card-administrators').getByTestId('was').waitFor();
  });

  it('N5 a tick names the values that it allows, and nobody reads of a set-up that nobody has to do', async () => {
    const { page } = await ownPolicyPage(chromium);
    await page.getByTestId('edit-lockout').click();
    await page.getByTestId('lockout.lockFor').fill('60');
    await page.getByTestId('lockout.lockFor-unit').selectOption('s');
    await page.getByTestId('lockout.growth').fill('1');
    const review = page.getByTestId('review');
    await expect.poll(() => page.getByTestId('draft-text').textContent()).toContain('weaker');
    await review.click();
    const save = page.getByTestId('save-card');
    await save.waitFor();
    expect(await page.getByTestId('rule').textContent()).toContain(
      'Then: Lock for: 60 seconds; Each further lock lasts: As long as the lock before',
    );
    expect(await save.textContent()).not.toContain('is asked at once for what is missing');
    await page.getByTestId('back').click();
    await step(page, '', 'phishing-resistant').check({ force: true });
    await review.click();
    await save.getByText('is asked at once for what is missing').waitFor();
  });

  it('N5 a stricter lockout is called stricter, and a changed value begins beside its icon with a small letter', async () => {
    const { page } = await ownPolicyPage(chromium);
    await page.getByTestId('edit-lockout').click();
    await page.getByTestId('lockout.maxFailures').fill('5');
    await page.getByTestId('lockout.lockFor').fill('30');
    const row = page.locator('tr[data-role="contractor"]');
    await row.locator('[data-testid^="ways-"]').click();
    await page.getByTestId('ways-password').uncheck({ force: true });
    await page.getByTestId('confirm').click();
    const was = row.getByTestId('was');
    await expect.poll(() => was.textContent()).toContain(', was all ways of this site, as everyone');
    // Measured at once, because the table moves while the effect of the draft arrives.
    const apart = await was.evaluate((line) => {
      const topOf = (selector: string): number => line.querySelector(selector)?.getBoundingClientRect().y ?? 99;
      return Math.abs(topOf('svg') - topOf('.told > span'));
    });
    expect(apart).toBeLessThan(6);
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    const lockout = page.getByTestId('rule').filter({ hasText: 'Lockout' });
    expect(await lockout.getAttribute('data-look')).toBe('stricter');
  });

  it('N5 a weaker value of a lockout looks weaker in the draft, beside a stricter value, as in the review', async () => {
    const { page } = await ownPolicyPage(chromium);
    await page.getByTestId('edit-lockout').click();
    await page.getByTestId('lockout.maxFailures').fill('20');
    await page.getByTestId('lockout.lockFor').fill('30');
    const card = page.getByTestId('card-lockout');
    await card.locator('.was.weaker').waitFor();
    expect(await card.locator('.was.weaker').textContent()).toContain('Wrong tries');
    expect(await card.locator('.was.stricter').textContent()).toContain('Lock for');
    expect(await card.evaluate((element) => element.classList.contains('weaker'))).toBe(true);
    await page.getByTestId('review').click();
    await page.getByTestId('save-card').waitFor();
    expect(await page.getByTestId('rule').getAttribute('data-look')).toBe('weaker');
  });

  it('N5 the review counts an invited person who must set up more, and says that an invitation ended', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    expect((await ada.putsPolicy({ ...FIRST_POLICY, requiredStrength: 'single', roles: {} })).status).toBe(200);
    for (const name of ['eva', 'fay'])
      expect((await ada.creates({ identifier: name, email: `${name}@example.org`, invite: true })).status).toBe(201);
    const { accountId } = await ada.find('fay');
    expect((await ada.person.client.delete(`/admin/accounts/${accountId}/invitation`)).status).toBe(204);
    await page.reload();
    await step(page, '', 'enhanced').check({ force: true });
    await page.getByTestId('draft-bar').getByText('for 1 person, what to set up changes').waitFor();
    await page.getByTestId('review').click();
    const moves = page.getByTestId('moves');
    expect(await moves.getByTestId('set-up-changes').textContent()).toContain('1must set something up as before');
    const affected = await moves.getByTestId('affected').textContent();
    expect(affected).toContain('They are invited and have not begun.');
    expect(affected).not.toContain('second step');
  });

  it('N5 the review names who meets a weaker policy', async () => {
    const { page, ada } = await ownPolicyPage(chromium);
    const names = Array.from({ length: 4 }, (_, place) => `c${place}@example.org`);
    for (const name of names) {
      const contractor = { identifier: name, email: name, password: PASSWORD, roles: ['contractor'] };
      expect((await ada.creates(contractor)).status).toBe(201);
    }
    await page.reload();
    await step(page, 'contractor', 'baseline').check({ force: true });
    await page.getByTestId('review').click();
    const freed = page.getByTestId('freed');
    await freed.getByRole('heading', { name: 'Who newly meets the policy: 5' }).waitFor();
    expect(await freed.getByRole('paragraph').textContent()).toBe(`${names.slice(0, 3).join(', ')} and 2 more`);
    await freed.getByTestId('more-freed').click();
    expect(await freed.getByRole('link').allTextContents()).toEqual([...names, 'cleo@example.org']);
    const focused = page.locator(':focus');
    expect(await focused.textContent()).toBe(names[3]);
  });

  it('the fields say what their words mean, and the table says what a hatched strength is', async () => {
    const { page } = await ownPolicyPage(chromium, 'desktop', 'de');
    expect(await page.getByTestId('hatched').textContent()).toContain(
      'Eine schraffierte Stärke lässt sich nicht wählen',
    );
    await page.getByTestId('edit-strengths').click();
    await page.getByTestId('new-strength-add').click();
    const [name, fault] = [page.getByTestId('new-strength'), page.getByTestId('fault')];
    expect(await fault.textContent()).toBe('Geben Sie einen Namen ein.');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await name.fill('streng');
    expect(await fault.count()).toBe(0);
    await page.getByTestId('new-strength-add').click();
    const fields = await page.getByTestId('definition-streng').textContent();
    for (const told of [
      'verlangt Finger, Gesicht oder PIN',
      'Der Passkey lässt sich nicht auf ein anderes Gerät kopieren.',
      'Die AAGUID ist die Nummer eines Modells',
    ])
      expect(fields).toContain(told);
    const hint = page.getByText('Der Passkey lässt sich nicht auf ein anderes Gerät kopieren.');
    expect(await hint.evaluate((element) => getComputedStyle(element).display)).toBe('block');
  });
});
