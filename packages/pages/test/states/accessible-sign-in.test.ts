import { faultsOf } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('signing in meets WCAG 2.2 AA in every state, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('with other ways, a code from an administrator, and setting up', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const owner = await ownerAt(seat, app);
    await seat.usesPassword(owner.identifier);
    await page.getByTestId('step-passkey').waitFor();
    expect.soft(await faultsOf(page), 'one other way').toEqual([]);
    await page.getByTestId('method-backup-code').click();
    expect.soft(await faultsOf(page), 'backup code').toEqual([]);

    const contractor = await app.newcomer('contractor');
    await seat.usesPassword(contractor.identifier);
    await page.getByTestId('have-enrollment-code').click();
    expect.soft(await faultsOf(page), 'code from an administrator').toEqual([]);
    await page.getByTestId('method-email-code').click();
    await page.getByTestId('code').fill(await mailedCode(app, contractor.identifier));
    await page.getByTestId('enroll-totp').waitFor();
    expect.soft(await faultsOf(page), 'choice').toEqual([]);
    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('qr').waitFor();
    await page.getByTestId('code').fill('000000');
    await seat.says();
    expect.soft(await faultsOf(page), 'app').toEqual([]);
  });

  it('with a forgotten password, a link that works, and one that does not', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await seat.opensSignIn();
    await page.getByTestId('forgot-password').click();
    expect.soft(await faultsOf(page), 'forgot').toEqual([]);
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('submit').click();
    await page.getByTestId('sent').waitFor();
    expect.soft(await faultsOf(page), 'sent').toEqual([]);
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('short');
    await page.getByTestId('submit').click();
    await seat.says();
    expect.soft(await faultsOf(page), 'new password').toEqual([]);
    await page.goto('/sign-in?recover=none');
    await page.getByTestId('link-used').waitFor();
    expect.soft(await faultsOf(page), 'used link').toEqual([]);
  });

  it('on the start page and the mail page, empty and full', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/');
    await page.getByTestId('go-sign-in').waitFor();
    expect.soft(await faultsOf(page), 'nobody').toEqual([]);
    await page.goto('/mail');
    expect.soft(await faultsOf(page), 'no mailbox').toEqual([]);
    const person = await newcomerAt(seat, app);
    await page.goto('/');
    await page.getByTestId('sign-out').waitFor();
    await page.getByTestId('route-reports').click();
    await page.getByTestId('route-reports-answer').waitFor();
    expect.soft(await faultsOf(page), 'signed in').toEqual([]);
    await page.goto(`/mail?to=${encodeURIComponent(person.identifier)}`);
    await page.getByTestId('mail').first().waitFor();
    expect.soft(await faultsOf(page), 'mail').toEqual([]);
  });
});
