import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { asksToEnroll } from '@sallyport/example-quickstart/test/expectations';
import { FIRST_POLICY, PASSWORD, quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const GLASS = 'glass@example.org';
const BEN = 'ben@example.org';

/** A quickstart in which everybody comes by passkey. The emergency account, which administers the policy, has signed in before. */
async function passkeysAlone() {
  const app = await quickstartForThisTest();
  const ada = await app.admin();
  const glass = app.person(GLASS);
  const account = { identifier: GLASS, email: GLASS, password: PASSWORD, roles: ['super-admin'], emergency: true };
  await ada.creates(account);
  await glass.proves('password', 'email-code');
  await glass.enrollsTotp();
  const ben = app.person(BEN);
  await ben.proves('password', 'email-code');
  await ben.enrollsPasskey();
  await ada.person.enrollsPasskey();
  await ada.person.proves('passkey');
  expect((await ada.putsPolicy({ ...FIRST_POLICY, methods: ['passkey'] })).status).toBe(200);
  /** Ben lost his only passkey. */
  const helpsBenIn = async (): Promise<string> => {
    const { accountId } = await ada.find(BEN);
    const helped = await ada.person.client.post<{ enrollmentCode: string }>(`/admin/accounts/${accountId}/help-in`, {
      lost: ['passkey'],
    });
    expect(helped.status).toBe(200);
    return helped.body.enrollmentCode;
  };
  return { app, glass, helpsBenIn };
}

describe.skipIf(chromiumHere === null)('the ready sign-in page of a tenant without passwords, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X16 lets the emergency account in by its password, and shows others the passkey alone', async () => {
    const { app, glass } = await passkeysAlone();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    await page.goto('/sign-in?local=1');
    await page.getByTestId('passkey-button').waitFor();
    expect(await page.getByTestId('identifier').isVisible()).toBe(false);
    expect(await page.getByTestId('forgot-password').isVisible()).toBe(false);
    await page.getByTestId('with-name').click();
    await page.getByTestId('identifier').fill(GLASS);
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('submit').filter({ visible: true }).click();
    await page.getByTestId('step-totp').waitFor();
    await page.getByTestId('code').fill(glass.freshTotpCode());
    await seat.isOnAccountPage();
  });

  it('X16 mails the emergency account the link to a new password', async () => {
    const { app } = await passkeysAlone();
    const { page } = await chromium.at(app).sitDown();
    await page.goto('/sign-in');
    await page.getByTestId('with-name').click();
    await page.getByTestId('identifier').fill(GLASS);
    await page.getByTestId('forgot-password').click();
    await page.getByTestId('submit').click();
    expect(await app.nextMail(GLASS, 'token', 0)).toMatchObject({ token: expect.any(String) });
  });

  it('X42 the code of a help-in opens the set-up of a passkey, by the contract', async () => {
    const { app, helpsBenIn } = await passkeysAlone();
    const code = await helpsBenIn();
    const ben = app.person(BEN).elsewhere();
    await ben.begins();
    expect(await ben.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
  });

  it('X42 leads from the passkey that failed to the place for the code of a help-in', async () => {
    const { app, helpsBenIn } = await passkeysAlone();
    const code = await helpsBenIn();
    const { page } = await chromium.at(app).sitDown();
    await page.goto('/sign-in');
    // Ben's passkey is lost: the button fails.
    await page.getByTestId('passkey-button').click();
    await page.getByTestId('lost').click();
    await page.getByTestId('lost-title').waitFor();
    expect(await page.getByTestId('method-password').count()).toBe(0);
    const help = await page.getByTestId('whom-to-ask').textContent();
    expect(help).toContain('press “Emergency account or administrator’s code” and fill in');
    await page.getByTestId('with-name').click();
    await page.getByTestId('identifier').fill(BEN);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await page.getByTestId('enroll-passkey').waitFor();
  });

  it('X42 takes the code of a person who typed a password that counts no more', async () => {
    const { app, helpsBenIn } = await passkeysAlone();
    const code = await helpsBenIn();
    const { page } = await chromium.at(app).sitDown();
    await page.goto('/sign-in');
    await page.getByTestId('with-name').click();
    await page.getByTestId('identifier').fill(BEN);
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await page.getByTestId('enroll-passkey').waitFor();
  });
});
