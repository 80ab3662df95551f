import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a way on from every dead end, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Sets up an authenticator app on the account page. */
  async function setsUpApp({ page }: Seat): Promise<void> {
    await page.getByTestId('enroll-totp').click();
    const dialog = page.getByTestId('dialog');
    const secret = (await dialog.getByTestId('totp-secret').textContent()) ?? '';
    await dialog.getByTestId('code').fill(totpCode(secret, app.clock.now));
    const codes = page.getByTestId('done');
    const news = page.getByTestId('news').filter({ visible: true });
    await codes.or(news).first().waitFor();
    if (await codes.isVisible()) await codes.click();
    await news.waitFor();
  }

  it('X15 a passkey that the server does not know is told of, goes from its authenticator, and the password goes on', async () => {
    const seat = await desk.sitDown();
    const person = await ownerAt(seat, app);
    await (await app.admin()).does('reset-passkeys', person);
    await seat.usesPasskeyAlone();
    expect(await seat.says()).toContain('This passkey doesn’t work here any more');
    await expect.poll(() => seat.authenticator.passkeys()).toEqual([]);
    await seat.types(person.identifier);
    await seat.page.getByTestId('step-email-code').waitFor();
  });

  it('a lost passkey leads to the app that is set up, and says whom to ask', async () => {
    const seat = await desk.sitDown();
    const person = await newcomerAt(seat, app);
    const { page } = seat;
    await seat.registersPasskey();
    await seat.signsInAlone();
    await page.getByTestId('enroll-totp').click();
    const dialog = page.getByTestId('dialog');
    const secret = (await dialog.getByTestId('totp-secret').textContent()) ?? '';
    expect(await dialog.getByTestId('open-totp').getAttribute('href')).toContain(secret);
    await dialog.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await page.getByTestId('news').waitFor();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-passkey').waitFor();
    expect(await page.getByTestId('signing-in').textContent()).toContain(person.identifier);
    await page.getByTestId('lost').click();
    const asks = page.getByTestId('whom-to-ask');
    expect(await asks.textContent()).toMatch(/^For a new passkey you need an administrator:.*Ask an administrator/s);
    expect(await asks.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Ask an administrator'),
      expect.stringContaining('“Help them in”'),
      expect.stringContaining('“I have a code from an administrator”'),
    ]);
    await page.getByTestId('lost-back').click();
    await page.getByTestId('step-passkey').waitFor();
    await page.getByTestId('lost').click();
    await page.getByTestId('method-totp').click();
    app.clock.advance(MINUTE);
    await page.getByTestId('code').fill(totpCode(secret, app.clock.now));
    await seat.isOnAccountPage();
  });

  it('what the page says to ask for lets a person in again who lost the passkey and the app', async () => {
    const seat = await desk.sitDownAt('phone');
    const person = await ownerAt(seat, app);
    const { page } = seat;
    await seat.signsInAlone();
    await setsUpApp(seat);
    const ada = await app.admin();
    await ada.does('reset-passkeys', person);
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-totp').waitFor();
    await ada.does('reset-two-step', person);
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
  });

  it('P3 where only a code of an administrator is a way in, another person can sign in', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await (await app.admin()).creates({ identifier: 'no-mailbox', password: PASSWORD, roles: ['contractor'] });
    await seat.usesPassword('no-mailbox');
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.reload();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('start-over').click();
    await page.getByTestId('begin-with-code').waitFor();
  });

  it('where the device has no passkey to show, the other ways are in plain sight, and stay there', async () => {
    const seat = await desk.sitDown();
    const { identifier } = await ownerAt(seat, app);
    await seat.signsInAlone();
    await setsUpApp(seat);
    await seat.authenticator.recognises(false);
    await seat.usesPassword(identifier);
    await seat.page.getByTestId('step-passkey').waitFor();
    expect(await seat.page.getByTestId('method-backup-code').isVisible()).toBe(false);
    await seat.goesOnWithPasskey();
    await seat.page.getByTestId('method-backup-code').waitFor();
    await seat.page.getByTestId('use-another-way').click();
    expect(await seat.page.getByTestId('method-backup-code').isVisible()).toBe(true);
  });

  it('what a person lost is not offered to them again; a single other way has its own link', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    await page.goto('/account');
    await setsUpApp(seat);
    await seat.usesPassword(identifier);
    await page.getByTestId('step-totp').waitFor();
    expect(await page.getByTestId('use-another-way').count()).toBe(0);
    expect(await page.getByTestId('method-backup-code').textContent()).toBe('Use a backup code');
    await page.getByTestId('lost').click();
    await page.getByTestId('method-backup-code').click();
    await page.getByTestId('step-backup-code').waitFor();
    await page.getByTestId('lost').click();
    await page.getByTestId('whom-to-ask').waitFor();
    expect(await page.getByTestId('method-totp').count()).toBe(0);
    expect(await page.getByTestId('whom-to-ask').getByRole('listitem').count()).toBe(3);
  });

  it('a code from an administrator that is typed where the mailed one belongs is told where it goes', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await app.newcomer('contractor');
    await seat.usesPassword(identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill('2345-6789-abcd-efgh');
    await page.getByTestId('submit').click();
    expect(await seat.says()).toContain('choose “I have a code from an administrator”');
    await page.getByTestId('have-enrollment-code').waitFor();
  });

  it('X13 a mailed link is judged when it opens, which uses up nothing; one that is too old offers another', async () => {
    const seat = await desk.sitDown();
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    const { page } = seat;
    for (let times = 0; times < 2; times += 1) {
      await page.goto(`/sign-in?recover=${token}`);
      await page.getByTestId('next').waitFor();
    }
    app.clock.advance(31 * MINUTE);
    await page.goto(`/sign-in?recover=${token}`);
    await page.getByTestId('link-used').waitFor();
    await page.getByTestId('new-link').click();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('submit').click();
    await page
      .getByTestId('sent')
      .filter({ hasText: 'has no password, no mail comes: ask an administrator' })
      .waitFor();
  });

  it('X13 a new password that waits for the second step says so there', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-totp').waitFor();
    expect(await page.getByTestId('note').textContent()).toContain('new password is saved as soon as');
    app.clock.advance(MINUTE);
    await page.getByTestId('code').fill(totpCode(person.has.totpSecret ?? '', app.clock.now));
    await seat.isOnAccountPage();
    await page.getByTestId('news').filter({ hasText: 'is saved. You’re signed out everywhere else.' }).waitFor();
  });

  it('X13 a mailed link that was used offers another, also if that happened while it was open', async () => {
    const seat = await desk.sitDown();
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    const { page } = seat;
    const late = await page.context().newPage();
    await late.goto(`/sign-in?recover=${token}`);
    await late.getByTestId('next').waitFor();
    await page.goto(`/sign-in?recover=${token}`);
    await page.getByTestId('next').fill('a few words to remember');
    await page.getByTestId('submit').click();
    await page.getByTestId('note').waitFor();
    await late.getByTestId('next').fill('a few other words to remember');
    await late.getByTestId('submit').click();
    await late.getByTestId('link-used').waitFor();
    await late.goto(`/sign-in?recover=${token}`);
    await late.getByTestId('link-used').waitFor();
  });

  it('X5 a sign-in that a busy server turned away says when to try again, and the same words then go through', async () => {
    const seat = await desk.sitDown();
    const person = await app.newcomer();
    const { page } = seat;
    await seat.opensSignIn();
    const path = '**/auth/sign-in';
    await page.route(path, (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 503,
            headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
            body: JSON.stringify({ code: 'busy', status: 503, title: 'Busy' }),
          })
        : route.fallback(),
    );
    await seat.types(person.identifier);
    expect(await seat.says()).toContain('It’s busy right now. You can try again in');
    await page.getByText('You can try again now.').waitFor();
    await page.unroute(path);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
  });

  it('a link to a new mail address that was used says so, and where to get another', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto(`/account?confirm-email=${'x'.repeat(43)}`);
    await page.getByTestId('overview').waitFor();
    expect(await seat.says()).toContain('This link changes nothing here');
    expect(await page.getByTestId('news').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Change email' }).click();
    await page.getByTestId('dialog').getByTestId('email').waitFor();
  });

  it('W12 the code for a lost app stays with the administrator until put away, and has its field at the next sign-in', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const office = await desk.sitDown();
    const ada = await app.admin();
    await office.takesOver(ada.person);
    const { page } = office;
    await page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await page.getByTestId('help-in').click();
    await page.getByTestId('lost-app').check();
    await page.getByTestId('confirm').click();
    const code = (await page.getByTestId('enrollment-code').textContent()) ?? '';
    await page.getByTestId('tab-activity').click();
    await page.getByTestId('event').first().waitFor();
    expect(await page.getByTestId('kept-code').textContent()).toContain(person.identifier);
    expect(await page.getByTestId('enrollment-code').textContent()).toBe(code);
    await page.getByTestId('put-code-away').click();
    expect(await page.getByTestId('kept-code').count()).toBe(0);

    const seat = await desk.sitDown();
    await seat.usesPassword(person.identifier);
    await seat.page.getByTestId('have-enrollment-code').click();
    await seat.page.getByTestId('step-enrollment-code').waitFor();
    await seat.page.getByTestId('code').fill(code);
    await seat.page.getByTestId('submit').click();
    await seat.isOn('/enroll');
    await seat.page.getByTestId('enroll-totp').waitFor();
  });

  it('P14 the code for a lost password takes a new password on the sign-in page, and leads to the other step', async () => {
    const next = 'four words nobody would guess';
    const person = await app.newcomer();
    const { body } = await (await app.admin()).does('help-in', person, { lost: ['password'] });
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.forgetsAndOpens();
    await page.getByTestId('identifier').fill(person.identifier);
    await page.getByTestId('begin-with-code').click();
    await page.getByTestId('step-enrollment-code').waitFor();
    await page.getByTestId('code').fill(body.enrollmentCode ?? '');
    // Nobody has shown a password in this sign-in, so the field is there before the code is used.
    await page.getByTestId('password').fill('short');
    await page.getByTestId('submit').click();
    await page.getByTestId('error').waitFor();
    await page.getByTestId('password').fill(next);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
    await seat.usesPassword(person.identifier, next);
    await page.getByTestId('step-email-code').waitFor();
  });

  it('P18 a sign-in whose account is blocked says so when it is loaded again, and leads to another account', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    // Waits for the page's own request for a code. After the block, such a request would end the sign-in before the reload.
    await mailedCode(app, person.identifier);
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await page.reload();
    await page.getByRole('heading', { name: 'This account is blocked' }).waitFor();
    expect(await seat.says()).toContain('Ask an administrator');
    await page.getByTestId('start-over').click();
    await page.getByTestId('identifier').waitFor();
  });

  it('X8 a step-up that is left with its page takes over no other page', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    const { page } = seat;
    await page.goto('/');
    await page.getByTestId('route-payout').click();
    await page.getByTestId('step-passkey').waitFor();
    await seat.touches();
    await page.goto('/enroll');
    await page.getByTestId('enroll-totp').waitFor();
    await page.goto('/sign-in');
    await page.getByTestId('identifier').waitFor();
    expect(await seat.session()).toMatchObject({ strength: 'baseline' });
  });

  it('what a tab shows is what its code goes to: another tab that begins anew takes it along', async () => {
    const [one, other] = [await app.newcomer(), await app.newcomer()];
    const seat = await desk.sitDown();
    const { page } = seat;
    await seat.usesPassword(one.identifier);
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('signing-in').textContent()).toContain(one.identifier);

    const tab = await page.context().newPage();
    await tab.goto('/sign-in');
    await tab.getByTestId('signing-in').filter({ hasText: one.identifier }).waitFor();
    await tab.getByTestId('start-over').click();
    // The other tab ended the sign-in of this tab, so this tab stops asking for a proof.
    await page.getByTestId('note').filter({ hasText: 'went on in another tab' }).waitFor();
    await seat.types(one.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await tab.getByTestId('identifier').fill(other.identifier);
    await tab.getByTestId('password').fill(other.has.password);
    await tab.getByTestId('submit').click();
    await tab.getByTestId('step-email-code').waitFor();
    await page.getByTestId('signing-in').filter({ hasText: other.identifier }).waitFor();

    await page.getByTestId('code').fill(await mailedCode(app, other.identifier));
    await seat.isOnAccountPage();
    await tab.getByTestId('note').filter({ hasText: 'went on in another tab' }).waitFor();
  });
});
