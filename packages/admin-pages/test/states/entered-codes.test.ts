import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { chromiumForThisFile, chromiumHere, type Seat, seatAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('what the pages say after a person entered a code, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);
  const german = chromium.at(app, { locale: 'de-DE' });

  const at = (path: string, { person }: Administration, office = desk): Promise<Seat> =>
    seatAt(office, app, person, path);

  it('P14 W4 the list and the page of a person who entered the code say until when the person can go on', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { body } = await ada.does('help-in', person, { lost: ['password'] });
    await person.client.post('/sign-in', { identifier: person.identifier });
    await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode });
    const { page } = await at(`/admin/people?query=${encodeURIComponent(person.identifier)}`, ada);
    await page
      .locator('.state-cell')
      .filter({ hasText: /^Is setting upExpires: / })
      .waitFor();
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('status').filter({ hasText: 'Is setting up' }).waitFor();
    const main = await page.locator('main').textContent();
    expect(main).toMatch(/can set something up with it\. This ends at \d/);
    expect(main).not.toContain('Cannot sign in without your help.');
  });

  it('P14 the box of a code says that the person entered the code, and then that the code does not work any more', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check();
    await page.getByTestId('confirm').click();
    const code = (await page.getByTestId('enrollment-code').textContent()) ?? '';
    await person.client.post('/sign-in', { identifier: person.identifier });
    await person.client.post('/sign-in/enrollment-code', { code });
    await page.getByTestId('tab-activity').click();
    const box = page.getByTestId('kept-code');
    await box
      .getByText(/^The person entered a sign-in code, and can set something up with it\. This ends at \d/)
      .waitFor();
    expect(await page.getByTestId('enrollment-code').count()).toBe(0);
    expect(await page.getByText('entered a sign-in code').count()).toBe(1);
    expect((await person.enrollsPasskey()).status).toBe(200);
    await page.getByTestId('tab-ways').click();
    await box.getByText('The code does not work any more').waitFor();
    await box.getByRole('button', { name: 'Close' }).click();
    await box.waitFor({ state: 'detached' });
  });

  it('P14 a person who lost nothing and needs a code has the code as the main button, and as the answer to what is lost', async () => {
    const ada = await app.admin();
    const [person, other] = [await app.newcomer('contractor'), await app.newcomer('contractor')];
    const before = await ada.policy();
    expect((await ada.putsPolicy({ ...before.policy, enrollment: { firstFactor: 'vouched' } })).status).toBe(200);
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('status').filter({ hasText: 'Needs a code' }).waitFor();
    expect(await page.locator('main').textContent()).toContain(
      'Needs a sign-in code from you to set up a passkey or an app.',
    );
    expect(await page.getByTestId('first-factor').count()).toBe(0);
    expect(await page.locator('#acts .primary').textContent()).toBe('Give a sign-in code');
    await page.getByTestId('vouch').click();
    await page.getByTestId('enrollment-code').waitFor();
    // A person who has a code needs nothing more.
    await page.getByTestId('help-in').waitFor();
    await expect.poll(() => page.locator('#acts .primary').count()).toBe(0);
    await page.goto(`/admin/people?id=${await ada.idOf(other)}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check();
    await page.getByTestId('lost-nothing').check();
    expect(await page.getByTestId('lost-password').isChecked()).toBe(false);
    await page.getByTestId('confirm').click();
    await page.getByTestId('enrollment-code').waitFor();
    expect((await ada.sees(other)).factors).toMatchObject({ password: true });
    expect((await ada.putsPolicy(before.policy)).status).toBe(200);
  });

  it('W12 a person who meets the policy without a passkey and an app can get a code without a loss', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-nothing').check();
    await page.getByTestId('confirm').click();
    const code = await page.getByTestId('enrollment-code').textContent();
    expect((await ada.sees(person)).factors).toMatchObject({ password: true, emailCode: true });
    // The code leads on where the sign-in asks for a code by email.
    await person.proves('password');
    expect(await person.client.post('/sign-in/enrollment-code', { code })).toMatchObject({
      body: { offer: [{ method: 'passkey' }, { method: 'totp' }] },
    });
  });

  it('P14 the page of a person who chose a new password with the code says nothing more of the code', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { body } = await ada.does('help-in', person, { lost: ['password'] });
    await person.client.post('/sign-in', { identifier: person.identifier });
    const password = 'an entirely new pass phrase';
    await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode, password });
    await person.proves('email-code');
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    await page.getByTestId('detail').waitFor();
    await page.getByTestId('ways').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('entered a sign-in code');
  });

  it('W12 backup codes of a person without a password are shown as codes that do not help alone', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { page } = await at(`/admin/people?id=${await ada.idOf(person)}`, ada);
    const ways = page.getByTestId('ways');
    expect(await ways.textContent()).toContain('10 left');
    expect(await ways.textContent()).not.toContain('only with a password');
    expect((await ada.does('help-in', person, { lost: ['password'] })).status).toBe(200);
    await page.reload();
    await ways.filter({ hasText: '10 left, only with a password' }).waitFor();
  });

  it('W4 the risks tell the reader of risks of their own, with a link to their account page', async () => {
    const ada = await app.admin();
    const one = (accountId: string) => ({ accountId, identifier: accountId, createdAt: new Date(0).toISOString() });
    const risk = (code: string, ...ids: readonly string[]) => ({
      ...{ code, severity: 'warning', count: ids.length, message: '', accounts: ids.map(one) },
    });
    const { page } = await at('/admin', ada);
    const mine = await ada.idOf(ada.person);
    await page.route('**/auth/admin/risks', (route) =>
      route.fulfill({
        json: {
          risks: [
            risk('one-passkey-only', mine, 'somebody'),
            risk('no-backup-codes', mine),
            risk('dormant', 'somebody'),
            risk('one-policy-administrator', mine),
            risk('disowned', 'somebody'),
          ],
        },
      }),
    );
    await page.getByTestId('attention').getByRole('link', { name: 'Risks', exact: true }).click();
    const yourself = page.getByTestId('risk-one-passkey-only').getByTestId('yourself');
    await yourself.filter({ hasText: 'You too: change that' }).waitFor();
    expect(await yourself.getByRole('link').getAttribute('href')).toBe('/account');
    // The only person reads what the finding means for them, and how they end it.
    const mineAlone = page.getByTestId('risk-no-backup-codes');
    expect(await mineAlone.getByTestId('why').textContent()).toBe(
      'This is you: if you lose your device, only another administrator can help you, if there is one.',
    );
    expect(await mineAlone.getByTestId('yourself').textContent()).toBe('Change that on your account page.');
    expect(await page.getByTestId('yourself').count()).toBe(2);
    // A second person needs the role, whom the list of the risk does not have.
    const alone = page.getByTestId('risk-one-policy-administrator');
    expect(await alone.getByTestId('why').textContent()).toMatch(/^This is you: if you can no longer sign in, /);
    expect(await alone.textContent()).toMatch(
      /Give a second person the role “[^”]+” on that person’s page, or invite a new person with it\./,
    );
    expect(await alone.getByRole('link', { name: 'All people' }).getAttribute('href')).toBe('/admin/people');
    const disowned = page.getByTestId('risk-disowned');
    const activity = disowned.getByRole('link', { name: 'Show activity' });
    expect(await activity.getAttribute('href')).toBe('/admin/activity?account=somebody');
    expect(await disowned.getByRole('link', { name: 'Show them' }).getAttribute('href')).toBe(
      '/admin/people?risk=disowned',
    );
  });

  it('N5 the overview says that the strongest ways are those of all accounts', async () => {
    const { page } = await at('/admin', await app.admin());
    await page.getByTestId('strongest').filter({ hasText: 'Strongest way, of all accounts' }).waitFor();
  });

  it.each([
    ['English', desk],
    ['German', german],
  ])('W4 the headings of the overview and the names of roles stand in one line, in %s', async (_language, office) => {
    const ada = await app.admin();
    const { page } = await at('/admin', ada, office);
    const oneLine = async (locator: ReturnType<Page['locator']>): Promise<void> => {
      for (const each of await locator.all())
        expect((await each.boundingBox())?.height, (await each.textContent()) ?? '').toBeLessThan(32);
    };
    await page.getByTestId('strongest').waitFor();
    await oneLine(page.locator('.card-head h2'));
    await oneLine(page.getByTestId('roles').getByRole('rowheader').getByRole('link'));
  });
});
