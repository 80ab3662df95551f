import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('signing in with a backup code, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  const shownCodes = ({ page }: Seat): Promise<readonly string[]> => page.getByTestId('backup-code').allTextContents();

  /** A person whose only passkey is out of reach, with the backup codes from its registration. */
  async function losesPasskey(seat: Seat): Promise<{ readonly person: Person; readonly codes: readonly string[] }> {
    const person = await newcomerAt(seat, app);
    await seat.asksForAnotherPasskey();
    await seat.page.getByTestId('second-passkey').filter({ hasText: 'create a second passkey' }).waitFor();
    const header = await seat.page
      .locator('dialog header')
      .filter({ has: seat.page.getByTestId('second-passkey') })
      .textContent();
    expect(header).toContain('a code can take its place');
    // The page cannot know whether the person has to sign in with a passkey.
    expect(header).toContain('A sign-in that asks for the passkey itself does not offer it');
    const codes = await shownCodes(seat);
    await seat.page.getByTestId('done').click();
    await seat.page.getByTestId('news').filter({ visible: true }).waitFor();
    await seat.touches();
    return { person, codes };
  }

  /** A person with an authenticator app on a lost phone. */
  async function losesApp(seat: Seat): Promise<{ readonly person: Person; readonly codes: readonly string[] }> {
    const person = await newcomerAt(seat, app);
    const { page } = seat;
    await page.goto('/account');
    await page.getByTestId('enroll-totp').click();
    await confirmsKey(seat);
    // The printed codes show the account's identifier after the page has loaded the account.
    await page.locator('.only-printed').filter({ hasText: person.identifier }).waitFor({ state: 'attached' });
    expect(await page.getByTestId('second-passkey').count()).toBe(0);
    const codes = await shownCodes(seat);
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ visible: true }).waitFor();
    return { person, codes };
  }

  async function confirmsKey({ page }: Seat): Promise<void> {
    const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
  }

  /** An administrator removes the only passkey, and with it the backup codes. The session stays. */
  async function revokesLostPasskey(person: Person): Promise<void> {
    const ada = await app.admin();
    const [lost] = (await ada.sees(person)).factors.passkeys;
    const passkeyPath = `/admin/accounts/${await ada.idOf(person)}/passkeys/${encodeURIComponent(lost?.id ?? '')}`;
    expect((await ada.person.client.delete(passkeyPath)).status).toBe(200);
  }

  async function signsInWithBackupCode(seat: Seat, { identifier }: Person, code = ''): Promise<void> {
    const { page } = seat;
    await seat.usesPassword(identifier);
    await page.getByTestId('method-backup-code').click();
    await page.getByTestId('step-backup-code').waitFor();
    // The page does not ask for the lost factor again.
    expect(await page.getByTestId('because').count()).toBe(0);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await seat.isOnAccountPage();
  }

  /** A person without the passkey, in a session by password and backup code. */
  async function isBackAfterLosingPasskey(seat: Seat): Promise<Person> {
    const { person, codes } = await losesPasskey(seat);
    await signsInWithBackupCode(seat, person, codes[0]);
    return person;
  }

  it('X9 a person who signs in by the name alone is offered a password in case there is one', async () => {
    const seat = await desk.sitDown();
    const { person } = await losesPasskey(seat);
    const { page } = seat;
    await seat.forgetsAndOpens();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('method-passkey').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.getByTestId('lost').click();
    await page.getByTestId('lost-title').waitFor();
    expect(await page.getByTestId('method-password').textContent()).toBe('Use your password, if you have one');
  });

  it('X9 the first page leads a person whose passkey is gone to the people who help, and to the code', async () => {
    const seat = await desk.sitDown();
    const person = await app.newcomer();
    const { page } = seat;
    await seat.usesPasskeyAlone();
    await page.getByRole('alert').getByRole('button', { name: 'I no longer have my passkey' }).click();
    await page.getByTestId('lost-title').waitFor();
    expect(await page.getByTestId('whom-to-ask').textContent()).toMatch(
      /^For a new passkey you need an administrator:.*“Help them in”.*fill in “Sign-in name \(often your email address\)”. If you still have your password/s,
    );
    await page.reload();
    await page.getByTestId('lost-title').waitFor();
    await page.getByTestId('method-password').click();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
  });

  it('X9 a person who lost the only passkey is told who can change it, what to ask for, and what comes next', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await isBackAfterLosingPasskey(seat);
    const note = page.getByTestId('used-backup-code');
    expect(await note.textContent()).toMatch(/backup code.*9.*asks for one of your passkeys.*“Help them in”/s);
    expect(await page.getByTestId('overview').textContent()).toContain('with password and backup code');

    for (const opener of ['remove-passkey', 'enroll-passkey']) {
      await page.getByTestId(opener).click();
      // The page asks for the passkey before it asks whether the passkey goes.
      if (opener === 'enroll-passkey') await page.getByTestId('dialog').getByTestId(opener).click();
      const step = page.getByTestId('dialog').filter({ has: page.getByTestId('step-passkey') });
      await step.waitFor();
      expect(await step.getByTestId('because').textContent()).toContain('one of your passkeys');
      await step.getByTestId('lost').click();
      const lost = page.getByTestId('dialog').filter({ has: page.getByTestId('lost-title') });
      expect(await lost.getByTestId('whom-to-ask').textContent()).toMatch(
        /Ask an administrator.*“Help them in”.*give you a code.*“Sign-in name \(often your email address\)”.*your password.*enter the code/s,
      );
      expect(await lost.textContent()).not.toMatch(/no other way|nothing else is set up/i);
      await page.keyboard.press('Escape');
      await lost.waitFor({ state: 'detached' });
      // Cancelling the dialog also cancels the act that asked for the proof.
      await page.getByTestId('dialog').waitFor({ state: 'detached' });
    }

    // The help that the page names works: an administrator resets the passkeys.
    await (await app.admin()).does('reset-passkeys', person);
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
  });

  it('nothing is said of the backup code any more once a new passkey takes the place of the lost one', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await isBackAfterLosingPasskey(seat);
    const note = page.getByTestId('used-backup-code');
    await note.waitFor();
    await revokesLostPasskey(person);
    const known = (await app.mailsTo(person.identifier)).filter(({ code }) => code !== undefined).length;
    await seat.touches(seat.authenticator);
    await seat.asksForAnotherPasskey();
    // The used code counts no more, since the codes went with the passkey: the page asks for another proof, and then sets up the passkey.
    await page.getByTestId('step-email-code').waitFor();
    const { code = '' } = await app.nextMail(person.identifier, 'code', known);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ visible: true }).waitFor();
    expect(await page.getByTestId('news').textContent()).toBe('The passkey is set up.');
    expect(await page.getByTestId('dialog').count()).toBe(0);
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
    expect(await note.count()).toBe(0);
    await page.reload();
    await page.getByTestId('overview').waitFor();
    expect(await note.count()).toBe(0);
  });

  it('X10 on the page for a second step, the code by mail takes the place of the used backup code', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await isBackAfterLosingPasskey(seat);
    await revokesLostPasskey(person);
    const known = (await app.mailsTo(person.identifier)).filter(({ code }) => code !== undefined).length;
    await page.goto('/enroll');
    await page.getByTestId('enroll-totp').click();
    await page.getByTestId('step-email-code').waitFor();
    const { code = '' } = await app.nextMail(person.identifier, 'code', known);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await confirmsKey(seat);
    await page.getByTestId('done').click();
    await seat.isOnAccountPage();
    expect((await seat.account()).factors.totp).toBe(true);
  });

  it('a person who lost the app is led to replace it, and the page says that the old one is over', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { person, codes } = await losesApp(seat);
    await signsInWithBackupCode(seat, person, codes[0]);
    const note = page.getByTestId('used-backup-code');
    expect(await note.textContent()).toMatch(/You signed in with a backup code.*9/s);
    app.clock.advance(MINUTE);
    await note.getByRole('button', { name: 'Replace the authenticator app' }).click();
    await confirmsKey(seat);
    await page.getByTestId('news').filter({ hasText: 'The new app is set up. The old one no longer works.' }).waitFor();
    expect(await note.count()).toBe(0);
    // The session still rests on the backup code, and not on the new app.
    await page.getByTestId('remove-totp').click();
    expect(await page.getByTestId('what-ends').textContent()).toContain('Here you stay signed in');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'The authenticator app is removed' }).waitFor();
  });

  it('after the lost app is replaced, the page names the other session and ends it', async () => {
    const seat = await desk.sitDown();
    const { person, codes } = await losesApp(seat);
    const other = await desk.sitDown();
    await signsInWithBackupCode(other, person, codes[0]);
    const { page } = other;
    app.clock.advance(MINUTE);
    await page.getByTestId('replace-lost-app').click();
    await confirmsKey(other);
    await page.getByTestId('still-elsewhere').filter({ hasText: 'also signed in elsewhere' }).waitFor();
    await page.getByTestId('end-elsewhere').click();
    await page.getByTestId('news').filter({ hasText: 'signed out everywhere else' }).waitFor();
    expect(await page.getByTestId('still-elsewhere').count()).toBe(0);
    expect(await seat.statusOf('/app/reports')).toBe(401);
  });

  it('removing the lost app says that this session stays, and afterwards that the codes went with the app', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { person, codes } = await losesApp(seat);
    await page.getByTestId('remove-totp').click();
    expect(await page.getByTestId('what-ends').textContent()).toContain('use it now to confirm this');
    await page.keyboard.press('Escape');
    await signsInWithBackupCode(seat, person, codes[0]);
    await page.getByTestId('remove-totp').click();
    expect(await page.getByTestId('what-ends').textContent()).toContain('Here you stay signed in');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').filter({ hasText: 'and with it your backup codes' }).waitFor();
    expect(await page.getByTestId('codes-went').textContent()).toContain('A new app brings new codes');
    expect(await page.locator('main').textContent()).not.toContain('None are left');
    await page.getByTestId('set-up-again').click();
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('because').textContent()).toContain('counts for 15 minutes');
  });

  it('nothing is said of the backup code once the browser signed in anew in another tab', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { person, codes } = await losesApp(seat);
    await signsInWithBackupCode(seat, person, codes[0]);
    await page.getByTestId('used-backup-code').waitFor();
    await page.reload();
    await page.getByTestId('used-backup-code').waitFor();
    app.clock.advance(MINUTE);
    await signsInWithBackupCode(await seat.secondTab(), person, codes[1]);
    // The person comes back to the tab.
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByTestId('used-backup-code').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('used-backup-code').count()).toBe(0);
  });

  it('nothing is said of backup codes to a person who used none', async () => {
    const seat = await desk.sitDown();
    await losesApp(seat);
    await seat.page.reload();
    await seat.page.getByTestId('overview').waitFor();
    expect(await seat.page.getByTestId('used-backup-code').count()).toBe(0);
  });
});
