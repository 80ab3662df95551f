import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import {
  FIRST_POLICY,
  quickstartForThisFile,
  quickstartForThisTest,
} from '@sallyport/example-quickstart/test/quickstart';
import { eachWidth, type Width } from '@sallyport/example-quickstart/test/widths';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('changing the policy on its page, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  /** Ada at the policy page of a new quickstart. */
  async function ownPolicyPage(width: Width = 'desktop') {
    const own = await quickstartForThisTest();
    const ada = await own.admin();
    const seat = await chromium.at(own).sitDownAt(width);
    await seat.takesOver(ada.person);
    await seat.page.goto('/admin/policy');
    return { page: seat.page, ada };
  }

  it.each([
    [undefined, 'stay signed in'],
    ['next-request', 'signed out at their next click'],
    ['step-up', 'asked for what is missing'],
    ['revoke', 'signed out at once'],
    [{ after: '7d', then: 'revoke' }, '7 days'],
  ])('N10 a saved policy says what becomes of those who are signed in: %o', async (onTighten, told) => {
    const { page } = await ownPolicyPage();
    await page.getByTestId('policy-json').fill(JSON.stringify({ ...FIRST_POLICY, onTighten }));
    await page.getByTestId('policy-preview').click();
    expect(await page.getByTestId('signed-in-now').textContent()).toContain(told);
    await page.getByTestId('policy-save').click();
    expect(await page.getByTestId('news').textContent()).toContain(told);
  });

  it.each(eachWidth)(
    'N10 a chosen card brings what it would do into sight, beside what is so today, and Cancel takes it back (%s)',
    async (width) => {
      const { page } = await ownPolicyPage(width);
      expect(await page.getByTestId('lasts-baseline').textContent()).toContain('up to 30 days.');
      expect(await page.getByTestId('lasts-enhanced').textContent()).toMatch(/up to 24 hours.*1 hour/);
      const before = await page.getByTestId('policy-json').inputValue();
      await page.getByTestId('strength-enhanced').check();
      const heading = page.getByRole('heading', { name: 'What saving would do' });
      await heading.waitFor();
      await expect.poll(() => heading.evaluate((found) => found === document.activeElement)).toBe(true);
      await expect
        .poll(() => heading.evaluate((found) => found.getBoundingClientRect().top / innerHeight))
        .toBeLessThan(0.9);
      // Cleo must enroll today already. Ben and Dora would have to enroll too.
      expect(await page.getByTestId('must-enroll').textContent()).toBe('3');
      expect(await page.getByTestId('must-enroll-today').textContent()).toBe('Today: 1');
      // The two headings have different numbers of lines.
      const top = async (testid: string): Promise<number | undefined> =>
        (await page.getByTestId(testid).boundingBox())?.y;
      if (width === 'desktop') expect(await top('must-enroll')).toBe(await top('unaffected'));
      expect(await page.getByTestId('unaffected-today').textContent()).toBe('Today: 3');
      expect(await page.getByText('That is so today as well').count()).toBe(1);
      await page.getByTestId('policy-cancel').click();
      expect(await page.getByTestId('policy-json').inputValue()).toBe(before);
      expect(await page.getByTestId('strength-baseline').isChecked()).toBe(true);
      expect(await page.getByTestId('policy-save').count()).toBe(0);
    },
  );

  it('N10 a role is made stricter by a choice in the words of the cards, which shows first what it would do', async () => {
    const { page, ada } = await ownPolicyPage('phone');
    const employee = page.getByLabel('employee', { exact: true });
    const { policy: before } = await ada.policy();
    // An account has this role, and no rule of the policy names the role.
    expect(await employee.inputValue()).toBe('');
    expect(await page.getByLabel('contractor', { exact: true }).inputValue()).toBe('enhanced');
    await employee.selectOption('A passkey or an authenticator app is needed');
    await page.getByRole('heading', { name: 'What saving would do' }).waitFor();
    expect(JSON.parse(await page.getByTestId('policy-json').inputValue())).toMatchObject({
      roles: { employee: { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
    });
    // Cleo must enroll today already. Ben would have to enroll too.
    expect(await page.getByTestId('must-enroll').textContent()).toBe('2');
    await page.getByTestId('policy-save').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.policy()).policy).toMatchObject({ roles: { employee: { requiredStrength: 'enhanced' } } });
    expect(await page.getByTestId('version-changes').first().textContent()).toBe(
      'employee needs a passkey or an authenticator app.',
    );
    await employee.selectOption('As everyone');
    await page.getByTestId('policy-save').click();
    await expect.poll(async () => (await ada.policy()).policy).toEqual(before);
  });

  it('shows that the text asks something else of a role, and leaves the rest of its rule alone', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/policy');
    const text = page.getByTestId('policy-json');
    const auditor = page.getByLabel('auditor', { exact: true });
    const rule = { requiredStrength: 'phishing-resistant', session: { idle: '10m' } };
    await text.fill(JSON.stringify({ ...FIRST_POLICY, roles: { auditor: rule } }));
    expect(await auditor.locator('option:checked').textContent()).toBe('As written in the text');
    await auditor.selectOption('As everyone');
    await expect
      .poll(async () => JSON.parse(await text.inputValue()))
      .toMatchObject({ roles: { auditor: { session: { idle: '10m' } } } });
    expect(await text.inputValue()).not.toContain('phishing-resistant');
    await text.fill('{');
    expect(await auditor.isDisabled()).toBe(true);
  });

  it('says what the names in the policy’s text mean, and which there are where one is none of them', async () => {
    const ada = await app.admin();
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin/policy');
    const legend = (await page.getByTestId('strength-legend').textContent()) ?? '';
    expect(legend).toContain('baseline: A code by email is enough as the second step');
    expect(legend).toContain('enhanced: A passkey or an authenticator app is needed');
    const strengths = { paranoid: [['passkey', 'totp']] };
    const roles = { employee: { requiredStrength: 'strict' } };
    await page.getByTestId('policy-json').fill(JSON.stringify({ strengths, roles }));
    await page.getByTestId('policy-preview').click();
    expect(await page.getByTestId('strength-names').textContent()).toBe(
      'These names are known: baseline, enhanced, phishing-resistant, single, and paranoid.',
    );
  });

  it.each([
    [
      undefined,
      'Stolen password × super-admin: Password, mail (2 accounts)',
      'nothing → changes this policy',
      'sets up (Passkey, their own)',
    ],
    [
      'de',
      'Gestohlenes Passwort × super-admin: Passwort, E-Mail (2 Konten)',
      'nichts → ändert diese Richtlinie',
      'richtet ein (Passkey, vom Dieb)',
    ],
  ])(
    'N5 N16 the page shows before saving what a thief would reach more, once the server knows (%s)',
    async (locale, who, what, how) => {
      const own = await quickstartForThisTest();
      const ada = await own.admin();
      const seat = await chromium.at(own, locale === undefined ? {} : { locale }).sitDownAt('desktop');
      await seat.takesOver(ada.person);
      const { page } = seat;
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
      let asked = 0;
      await page.route('**/admin/policy/preview', async (route) => {
        const answer = await route.fetch();
        const isDraft = route.request().postData()?.includes('"two-proofs"') === true;
        if (!isDraft) return route.fulfill({ response: answer });
        asked++;
        const threats =
          asked === 1
            ? { threatAnalysis: { state: 'running', more: 0, less: 0, undecided: 0 } }
            : { threats: [worse], threatAnalysis: { state: 'decided', more: 1, less: 4, undecided: 0 } };
        return route.fulfill({ response: answer, json: { ...(await answer.json()), ...threats } });
      });
      await page.goto('/admin/policy');
      await page
        .getByTestId('policy-json')
        .fill(JSON.stringify({ ...FIRST_POLICY, enrollment: { firstFactor: 'two-proofs' } }));
      await page.getByTestId('policy-preview').click();
      const text = async () => (await page.getByTestId('threat').textContent()) ?? '';
      await page.getByTestId('threat').waitFor();
      expect(await text()).toContain(who);
      expect(await text()).toContain(what);
      expect(await text()).toContain(how);
      expect(await page.getByTestId('threats-less').textContent()).toContain('4');
      expect(await page.getByTestId('policy-save').isVisible()).toBe(true);
      expect(asked).toBe(2);
    },
  );
});
