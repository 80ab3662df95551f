import { faultsOf } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a person who lost something, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** An administrator ticks what is lost on the person's page, and reads the code. */
  async function codeFor(person: Person, ...lost: readonly string[]): Promise<string> {
    const ada = await app.admin();
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('help-in').click();
    for (const each of lost) await page.getByTestId(`lost-${each}`).check();
    await page.getByTestId('ends').waitFor();
    await page.getByTestId('confirm').click();
    return (await page.getByTestId('enrollment-code').textContent()) ?? '';
  }

  async function office(administrator: Person): Promise<Seat> {
    const seat = await desk.sitDownAt('phone');
    await seat.takesOver(administrator);
    return seat;
  }

  /** Begins a sign-in with the name and the code of an administrator, without a password. */
  async function beginsWithCode({ page }: Seat, { identifier }: Person, code: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByTestId('identifier').fill(identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('code-without-password').click();
  }

  async function setsUpPasskey(seat: Seat): Promise<void> {
    await seat.isOn('/enroll');
    await seat.touches(seat.authenticator);
    await seat.page.getByTestId('enroll-passkey').click();
    await seat.page.getByTestId('done').click();
    await seat.isOnAccountPage();
  }

  it('W12 of a mailbox: reads what to do, and comes in by the code where only a mailed code let in', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await app.newcomer();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('lost').click();
    expect(await page.getByTestId('whom-to-ask').getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Ask an administrator'),
      expect.stringContaining('“Help them in”'),
      expect.stringContaining('“I have a code from an administrator”'),
    ]);
    expect.soft(await faultsOf(page), 'the person’s page').toEqual([]);
    const code = await codeFor(person, 'mailbox');
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-enrollment-code').waitFor();
    const whose = page.getByTestId('signing-in').filter({ hasText: person.identifier });
    await whose.waitFor();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await whose.waitFor();
    await setsUpPasskey(seat);
  });

  it('W12 of the password: the code alone is not used up, because the person chooses first: a password, or a passkey only', async () => {
    const person = await app.newcomer();
    const code = await codeFor(person, 'password');
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await page.getByTestId('error').filter({ hasText: 'Choose a new password' }).waitFor();
    expect(await page.getByTestId('password').getAttribute('aria-invalid')).toBe('true');
    await page.getByTestId('password').fill('an entirely new pass phrase');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
  });

  it('W12 of the password: begins with the code, without a password', async () => {
    const person = await app.newcomer();
    const code = await codeFor(person, 'password', 'mailbox');
    const seat = await desk.sitDownAt('phone');
    await beginsWithCode(seat, person, code);
    await setsUpPasskey(seat);
  });

  it('W12 of the password, on a device that creates no passkey: the code is not used up before the person chooses', async () => {
    const person = await app.newcomer();
    const code = await codeFor(person, 'password');
    const seat = await desk.sitDown(USB);
    const { page } = seat;
    await beginsWithCode(seat, person, code);
    await page.getByTestId('needs-passkey').filter({ hasText: 'can’t create a passkey by itself' }).waitFor();
    expect.soft(await faultsOf(page), 'the warning').toEqual([]);
    await page.getByTestId('password').fill('an entirely new pass phrase');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
  });

  it('W12 the page of a person says that a code is out, also after a reload, and that the person entered it', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { body } = await ada.does('help-in', person, { lost: ['password'] });
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page
      .getByTestId('no-way-to-sign-in')
      .filter({ hasText: 'A sign-in code is out, and was not used yet. It expires: ' })
      .waitFor();
    await person.client.post('/sign-in', { identifier: person.identifier });
    await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode });
    await page.reload();
    await page.getByTestId('no-way-to-sign-in').filter({ hasText: 'entered a sign-in code' }).waitFor();
  });

  it('P14 a press does only what the lists showed, and an open page tells that the code was entered', async () => {
    const ada = await app.admin();
    const person = await app.newcomer();
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check({ force: true });
    await page.getByTestId('ends').waitFor();
    // Another administrator takes the mailbox meanwhile.
    await ada.does('help-in', person, { lost: ['mailbox'] });
    await page.getByTestId('confirm').click();
    await page.getByRole('dialog').getByText('Nothing is done yet, because the lists below are new.').waitFor();
    expect(await page.getByTestId('kept-code').count()).toBe(0);
    await page.getByTestId('confirm').click();
    const code = await page.getByTestId('enrollment-code').textContent();
    await person.client.post('/sign-in', { identifier: person.identifier });
    expect((await person.client.post('/sign-in/enrollment-code', { code })).status).toBe(200);
    await page.getByTestId('code-state').filter({ hasText: 'entered a sign-in code' }).waitFor();
  });

  it('W12 the page of a person with a password and an app says that a code is out', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    expect((await ada.does('help-in', person, { lost: ['mailbox'] })).status).toBe(200);
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('code-out').filter({ hasText: 'A sign-in code is out, and was not used yet.' }).waitFor();
    expect(await page.getByText('A sign-in code is out').count()).toBe(1);
  });

  it('W12 of the password: whoever has a security key goes on without a new password', async () => {
    const person = await app.newcomer();
    const code = await codeFor(person, 'password');
    const seat = await desk.sitDown(USB);
    const { page } = seat;
    await beginsWithCode(seat, person, code);
    await page.getByTestId('needs-passkey').waitFor();
    await page.getByTestId('code-without-password').click();
    await seat.isOn('/enroll');
    await page.getByTestId('code-is-used').filter({ hasText: 'ask an administrator for another code' }).waitFor();
    await setsUpPasskey(seat);
  });

  it('P14 of the app: the code comes after the password, which nobody types twice if the link is pressed beside it', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const code = await codeFor(person, 'app');
    await page.goto('/sign-in');
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('know-password').click();
    await seat.isOn('/enroll');
    expect(await (await app.admin()).events({ person, type: 'sign-in.failed' })).toEqual([]);
  });

  it('P14 X13 who waits on the page for help gives the password again, and the typed code counts then', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-totp').waitFor();
    // Nothing was refused, so the page does not say what would not be enough.
    expect(await page.getByTestId('because').count()).toBe(0);
    await page.getByTestId('lost').click();
    const code = await codeFor(person, 'app');
    await page.getByTestId('have-enrollment-code').click();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await page.getByText('The sign-in had to begin again').waitFor();
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').waitFor();
  });

  it('W12 of the passkeys: sets up a new one by the code, and the page does not deny the app that is set up', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    await person.enrollsPasskey();
    const code = await codeFor(person, 'passkey');
    await seat.usesPassword(person.identifier);
    await page.getByTestId('have-enrollment-code').click();
    await page.getByTestId('code').fill(code);
    await page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await page.getByRole('heading', { name: 'Create a passkey' }).waitFor();
    const said = await page.locator('#enroll').textContent();
    expect(said).toContain('If the administrator removed something, it doesn’t count any more');
    expect(said).not.toMatch(/more than you have set up|A passkey or an authenticator app is/);
    await seat.touches(seat.authenticator);
    await page.getByTestId('enroll-passkey').click();
    await seat.isOnAccountPage();
  });

  it('W12 moves the focus to the first box that can be ticked, if nothing is ticked', async () => {
    const ada = await app.admin();
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(await app.newcomer())}`);
    await page.getByTestId('help-in').click();
    expect(await page.getByTestId('lost-app').isDisabled()).toBe(true);
    await page.getByTestId('confirm').click();
    await page.getByText('Tick what is lost.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('lost-mailbox');
  });

  it('W12 on a low screen the buttons stay in view, and the lists come into view', async () => {
    const ada = await app.admin();
    const { page } = await office(ada.person);
    await page.setViewportSize({ width: 1280, height: 700 });
    await page.goto(`/admin/people?id=${await ada.idOf(await app.newcomer())}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-mailbox').check();
    const isInDialog = (testid: string): Promise<boolean> =>
      page.getByTestId(testid).evaluate((shown) => {
        const [part, whole] = [shown, shown.closest('dialog') ?? shown].map((one) => one.getBoundingClientRect());
        return part !== undefined && whole !== undefined && part.top >= whole.top && part.bottom <= whole.bottom;
      });
    await expect.poll(() => isInDialog('ends')).toBe(true);
    await page.getByTestId('lost-password').check();
    for (const testid of ['confirm', 'cancel']) expect(await isInDialog(testid), testid).toBe(true);
  });

  it('W12 says how long the code works, that a mail tells of it unless the mailbox is lost, and what it is for if enough stays', async () => {
    const ada = await app.admin();
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const { page } = await office(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-mailbox').check();
    const use = page.getByTestId('code-use');
    await use.filter({ hasText: 'signs in with what stays. The code is for setting up something new.' }).waitFor();
    // The mail goes to the lost mailbox alone, as the line of the mailbox says.
    expect(await use.textContent()).not.toContain('A mail tells');
    await page.getByTestId('lost-password').check();
    await use.filter({ hasText: 'With it they sign in once' }).waitFor();
    await page.getByTestId('lost-mailbox').uncheck();
    await use.filter({ hasText: 'works for 24 hours. A mail tells the person' }).waitFor();
  });

  it('W12 puts the code of a person who was helped in into view on a phone, with the person’s name, and reads it out', async () => {
    const ada = await app.admin();
    const { page } = await office(ada.person);
    const [identifier, displayName] = ['eva.brandt@example.org', 'Eva Brandt'];
    const { body } = await ada.creates({ identifier, displayName });
    await page.goto(`/admin/people?id=${body.accountId}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-password').check({ force: true });
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
    const card = page.getByTestId('kept-code');
    const isInView = (shown: Element): boolean => {
      const { top, bottom } = shown.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    };
    await expect.poll(() => card.getByTestId('enrollment-code').evaluate(isInView)).toBe(true);
    const whose = card.getByText(`Code for ${displayName} (${identifier})`);
    expect(await whose.evaluate(isInView)).toBe(true);
    // The focus is on the card, which has the name and the code as its label and description.
    const [label, described] = await card.evaluate((focused) => [
      focused === document.activeElement && focused.getAttribute('aria-label'),
      document.getElementById(focused.getAttribute('aria-describedby') ?? '')?.textContent,
    ]);
    expect(label).toBe(`Code for ${displayName} (${identifier})`);
    expect(described).toBe(await card.getByTestId('enrollment-code').textContent());
  });
});
