import { chromiumForThisFile, chromiumHere, ownerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, U2F, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('stepping up with a passkey, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Presses the payout of the start page, which asks for a passkey of the last five minutes. */
  async function paysOut(seat: Seat): Promise<void> {
    await seat.page.goto('/');
    await seat.page.getByTestId('route-payout').click();
  }

  async function isPaidOut(seat: Seat): Promise<void> {
    const answer = seat.page.getByTestId('route-payout-answer');
    await answer.waitFor();
    expect(await answer.textContent()).toBe('Let in. The app sends the payout.');
    await seat.page.getByTestId('dialog').waitFor({ state: 'detached' });
  }

  it.each([
    ['in the device itself', INTERNAL],
    ['on a USB key', USB],
    ['on a U2F key', U2F],
  ])('X8 a session at baseline pays out after the passkey %s, in a dialog on the page', async (_, traits) => {
    const seat = await desk.sitDown(traits);
    await ownerAt(seat, app);
    expect(await seat.session()).toMatchObject({ strength: 'baseline' });
    expect(await seat.sessions()).toHaveLength(1);
    const cookie = await seat.sessionCookie();

    await paysOut(seat);
    await seat.goesOnWithPasskey();
    await isPaidOut(seat);
    expect(await seat.session()).toMatchObject({ strength: 'phishing-resistant' });
    expect(await seat.sessions()).toHaveLength(1);
    expect(await seat.sessionCookie()).not.toBe(cookie);
  });

  it('X8 a payout asks again once the passkey was used more than five minutes ago, and not before', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.signsInAlone();
    await paysOut(seat);
    await isPaidOut(seat);

    app.clock.advance(6 * MINUTE);
    await paysOut(seat);
    await seat.goesOnWithPasskey();
    await isPaidOut(seat);
  });

  it('X8 P4 a browser without passkeys says so before it asks for anything, and signs in by the other ways with a word', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await ownerAt(seat, app);
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await paysOut(seat);
    await page.getByTestId('step-passkey').waitFor();
    expect(await page.getByTestId('dialog').textContent()).toContain('This browser can’t use passkeys');
    await page.getByTestId('step-up-cancel').click();
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await seat.types(identifier);
    await page.getByTestId('passkey-elsewhere').filter({ hasText: 'Open this page in another browser' }).waitFor();
  });

  it('X8 whoever leaves the dialog stays signed in as before, and nothing is paid out', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await paysOut(seat);
    expect(await seat.page.getByTestId('step-up-for').textContent()).toBe('This is for “Try: Send a payout”.');
    await seat.page.getByTestId('step-passkey').waitFor();
    await seat.page.getByTestId('step-up-cancel').click();
    await seat.page.getByTestId('dialog').waitFor({ state: 'detached' });
    expect(await seat.page.getByTestId('route-payout-answer').isVisible()).toBe(false);
    expect(await seat.session()).toMatchObject({ strength: 'baseline' });

    await paysOut(seat);
    await seat.goesOnWithPasskey();
    await isPaidOut(seat);
  });

  it('X8, X9 a change of factors on the account page asks for the passkey, in a dialog over the question', async () => {
    const seat = await desk.sitDown();
    await ownerAt(seat, app);
    await seat.signsInAlone();
    app.clock.advance(16 * MINUTE);

    const { page, authenticator } = seat;
    expect(await page.getByTestId('asks-again').textContent()).toContain('A confirmation counts for 15 minutes,');
    await page.getByTestId('remove-passkey').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-passkey').waitFor();
    expect(await page.getByTestId('counts-for').textContent()).toBe(
      'Your confirmation counts for 15 minutes. After that, you’re asked again.',
    );
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
    await seat.goesOnWithPasskey();
    // The session rested on the removed passkey.
    await page.getByTestId('note').waitFor();
    expect(await page.getByTestId('note').textContent()).toMatch(
      /is removed\. You’re signed out, because you had signed in with it here/,
    );
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await expect.poll(() => authenticator.passkeys()).toEqual([]);
  });

  it('X9 the link to a new address asks for proof after a while: who leaves the dialog reads how to go on, and the link still works', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await ownerAt(seat, app);
    await seat.signsInAlone();
    const email = `moved.${person.identifier}`;
    await page.getByRole('button', { name: 'Change email' }).click();
    await page.getByTestId('dialog').getByTestId('email').fill(email);
    await page.getByTestId('dialog').getByTestId('confirm').click();
    const { token = '' } = await app.nextMail(email, 'token', 0);

    app.clock.advance(16 * MINUTE);
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('step-passkey').waitFor();
    await page.getByTestId('step-up-cancel').click();
    await page.getByTestId('overview').waitFor();
    expect(await seat.says()).toContain('The link was not used');
    expect(await seat.account()).toMatchObject({ email: person.identifier });

    await page.goto(`/account?confirm-email=${token}`);
    await seat.goesOnWithPasskey();
    await page.getByTestId('news').filter({ hasText: 'Your new address is confirmed' }).waitFor();
    expect(await seat.account()).toMatchObject({ email });

    // A used link asks for no proof, because a proof would lead to nothing.
    app.clock.advance(16 * MINUTE);
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('overview').waitFor();
    expect(await seat.says()).toContain('This link changes nothing here');
    expect(await page.getByTestId('step-passkey').count()).toBe(0);
  });

  it('X8 N12 a set-up in a dialog that was open for too long asks for the proofs again, and then goes on', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await app.newcomer('admin');
    await person.proves('password', 'email-code');
    await seat.takesOver(person);
    await page.goto('/admin');
    const dialog = page.getByTestId('dialog');
    await dialog.getByTestId('enroll-passkey').waitFor();
    app.clock.advance(16 * MINUTE);
    await dialog.getByTestId('enroll-passkey').click();
    await dialog.getByTestId('step-password').waitFor();
  });
});
