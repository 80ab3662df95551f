import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an administrator’s code, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('P14 X14 works once, as the page says, and a person who closes the page after the code goes on in the same browser', async () => {
    const person = await app.newcomer('contractor');
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['password', 'mailbox'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByText('The code works once.').waitFor();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').waitFor();

    const other = await seat.secondTab();
    await page.close();
    await other.page.goto('/sign-in');
    await other.isOn('/enroll');
    await other.page.getByTestId('enroll-totp').waitFor();
  });

  it('P14 X14 says that the sign-in begins again after the call, and offers the password where the code comes too early', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['app'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByText('in person or by phone, and then sign in again').waitFor();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    expect(await seat.says()).toMatch(/^If you know your password, press “I know my password”/);
    await page.getByTestId('know-password').click({ timeout: 5000 });
    await page.getByTestId('step-password').waitFor();
    await page.getByTestId('password').fill(person.has.password);
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
  });

  it('P14 X14 asks for the code after the password of a person who pressed the link beside an empty field of the code', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['app'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.opensSignIn();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('know-password').click({ timeout: 5000 });
    await page.getByTestId('password').fill(person.has.password);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    expect(await page.getByTestId('know-password').count()).toBe(0);
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
  });

  /** A person at the step for the app, to whom an administrator gives a code meanwhile. Resolves to the code. */
  async function isHelpedInAtApp(seat: Seat, person: Person, lost: readonly string[]): Promise<string> {
    const { page } = seat;
    await seat.usesPassword(person.identifier, person.has.password);
    await page.getByTestId('step-totp').waitFor();
    const { body } = await (await app.admin()).does('help-in', person, { lost });
    await page.getByTestId('lost').click();
    await page.getByTestId('have-enrollment-code').click();
    return body.enrollmentCode ?? '';
  }

  async function hasApp(): Promise<Person> {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    return person;
  }

  it.each([
    ['the app', ['app']],
    ['the app and the mailbox', ['app', 'mailbox']],
  ])(
    'P14 X14 a code typed in a sign-in that the help-in for %s ended counts in the next one, after the password',
    async (_, lost) => {
      const person = await hasApp();
      const seat = await desk.sitDown();
      const { page } = seat;
      const code = await isHelpedInAtApp(seat, person, lost);
      await page.getByTestId('code').fill(code);
      await page.getByTestId('submit').click();
      await page.getByTestId('step-password').waitFor({ timeout: 5000 });
      expect(await page.getByTestId('note').textContent()).toMatch(/^The sign-in had to begin again/);
      await page.getByTestId('password').fill(person.has.password);
      await page.getByTestId('submit').click();
      await seat.isOn('/enroll');
    },
  );

  it('P14 X14 a code typed in a sign-in that the help-in ended stays in its field where the password went too', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    const code = await isHelpedInAtApp(seat, person, ['app', 'password']);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await page.getByTestId('password').fill(person.has.password, { timeout: 5000 });
    await page.getByTestId('submit').click();
    await seat.says();
    expect(await page.getByTestId('note').textContent()).toContain('removed your password');
    await page.getByTestId('have-enrollment-code').click();
    expect(await page.getByTestId('note').count()).toBe(0);
    expect(await page.getByTestId('code').inputValue()).toBe(code);
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
  });

  it('P14 X14 a code typed with a new password in a sign-in that the help-in ended counts at once in the next one', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    const code = await isHelpedInAtApp(seat, person, ['app', 'password']);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('lost-password').click();
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
  });

  it('P14 X14 begins anew on a page that is opened again after the help-in took the password, with the name and the reason', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    const code = await isHelpedInAtApp(seat, person, ['app', 'password']);
    await page.goto('/sign-in');
    expect(await page.getByTestId('note').textContent()).toMatch(/^This sign-in is over/);
    expect(await page.getByTestId('identifier').inputValue()).toBe(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').waitFor();
  });

  it('P14 says that a sign-in is over, and nothing of a new password, where the person typed the code of the app', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.usesPassword(person.identifier, person.has.password);
    await page.getByTestId('step-totp').waitFor();
    app.clock.advance(40 * MINUTE);
    await page.getByTestId('code').fill('123456');
    await page.getByTestId('identifier').waitFor();
    expect(await page.getByTestId('identifier').inputValue()).toBe(person.identifier);
    const said = await page.getByTestId('note').textContent();
    expect(said).toMatch(/^This sign-in is over/);
    expect(said).not.toContain('new password');
  });

  /** On the first page, with a password in the form, at the link for an administrator's code. */
  async function pressesLinkBesidePassword({ page }: Seat, person: Person, password: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill(password);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
  }

  it('P14 X9 does not send the password that the browser still fills in, and that the help-in took: nobody failed to sign in', async () => {
    const person = await app.newcomer('contractor');
    const ada = await app.admin();
    const { body } = await ada.does('help-in', person, { lost: ['password', 'mailbox'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await pressesLinkBesidePassword(seat, person, person.has.password);
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    await page.getByTestId('password').fill('four words nobody would guess');
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    expect(await ada.events({ person, type: 'sign-in.failed' })).toEqual([]);
  });

  it('P14 keeps a wrong password in the step that asks for it, to be mended there', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    await pressesLinkBesidePassword(seat, person, 'not the password');
    await page.getByTestId('know-password').click();
    await page.getByTestId('step-password').waitFor();
    expect(await seat.says()).toMatch(/^This password didn’t match/);
    expect(await page.getByTestId('password').inputValue()).toBe('not the password');
  });

  it('P14 does not fill in the typed password in a sign-in of another name', async () => {
    const person = await hasApp();
    const seat = await desk.sitDown();
    const { page } = seat;
    const other = await seat.secondTab();
    await other.page.goto('/sign-in');
    await pressesLinkBesidePassword(seat, person, person.has.password);
    await other.page.getByTestId('identifier').fill('somebody.else@example.org');
    await other.page.getByTestId('begin-with-code').click();
    await other.page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('signing-in').filter({ hasText: 'somebody.else' }).waitFor();
    await page.getByTestId('method-password').or(page.getByTestId('know-password')).first().click();
    await page.getByTestId('step-password').waitFor();
    expect(await page.getByTestId('password').inputValue()).toBe('');
  });
});
