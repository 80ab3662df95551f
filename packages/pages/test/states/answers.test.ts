import { chromiumForThisFile, chromiumHere, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { ownsVaultByPasskey } from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

describe.skipIf(chromiumHere === null)('what a page answers to a press, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X4 a lock after wrong passwords names the ways that are open meanwhile', async () => {
    const app = await quickstartForThisTest();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    for (let guess = 0; guess < 10; guess += 1) await person.stranger().signInWithPassword(`guess ${guess}`);
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill('not the password');
    await page.getByTestId('submit').click();
    await page.getByTestId('countdown').waitFor();
    expect(await seat.says()).toContain(
      'sign in with a passkey if you have one, or choose a new password: “Forgot your password?”.',
    );
  });

  it('X4 a locked person tries again while the clock runs, and comes in as soon as an administrator ended the lock', async () => {
    const app = await quickstartForThisTest();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    for (let guess = 0; guess < 10; guess += 1) await person.stranger().signInWithPassword(`guess ${guess}`);
    await seat.opensSignIn();
    await seat.types(person.identifier);
    await page.getByTestId('countdown').waitFor();
    expect(await page.getByTestId('submit').getAttribute('aria-disabled')).toBeNull();
    expect((await (await app.admin()).does('unlock', person)).status).toBe(200);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
  });

  it('P14 an accepted code of an administrator says so above the step that follows', async () => {
    const app = await quickstartForThisTest();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['password'] });
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('note').textContent()).toContain('code is accepted');
    expect(await page.getByTestId('have-enrollment-code').count()).toBe(0);
  });

  it('X15 P21 a removal of a passkey names the vault, and promises nothing that was refused', async () => {
    const app = await quickstartForThisTest();
    const seat = await chromium.at(app).sitDown({ transport: 'internal', ctap2Version: 'ctap2_1', hasPrf: true });
    await ownsVaultByPasskey(seat, app);
    const { page } = seat;
    await page.goto('/account');
    // A person who signed up with a mailed link is refused so, once a role asks for more than the mailbox.
    const refusal = { type: 'about:blank', title: 'No way in', status: 409, code: 'no-way-in' };
    const contentType = 'application/problem+json';
    await page.route('**/auth/account/passkeys/*', (route) =>
      route.fulfill({ status: 409, contentType, body: JSON.stringify(refusal) }),
    );
    await page.getByTestId('remove-passkey').click();
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('removal-and-vault').waitFor();
    expect(await dialog.textContent()).toContain('At your next sign-in');
    await page.getByTestId('confirm').click();
    await dialog.getByTestId('error').filter({ hasText: 'Nothing was changed' }).waitFor();
    expect(await dialog.textContent()).not.toContain('At your next sign-in');
  });

  it('X21 the message of an earlier act does not answer an act that the person takes back', async () => {
    const app = await quickstartForThisTest();
    const seat = await chromium.at(app).sitDown();
    const { page } = seat;
    await ownerAt(seat, app);
    await seat.signsInAlone();
    await page.getByTestId('rename-passkey').click();
    await page.getByTestId('passkey-new-name').fill('the blue key');
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news').filter({ hasText: 'the blue key' });
    await news.waitFor();
    await page.getByTestId('remove-passkey').click();
    await page.getByTestId('what-ends').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    expect(await news.isVisible()).toBe(false);
  });
});
