import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { PASSWORD, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, U2F, USB, USB_WITHOUT_PIN } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { thoroughly } from '@sallyport/test-support/how-much';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('passkeys and user verification, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it.each(
    [
      { key: 'a key without a PIN', traits: USB_WITHOUT_PIN },
      { key: 'a U2F key', traits: U2F },
    ].slice(0, thoroughly(2, 1)),
  )('P5 $key is the second factor beside a password, at enhanced', async ({ traits }) => {
    const seat = await desk.sitDown(traits);
    const person = await newcomerAt(seat, app);
    await seat.registersPasskey();
    expect((await (await app.admin()).sets('roles', person, ['contractor'])).status).toBe(200);

    await seat.usesPassword(person.identifier);
    await seat.page.getByTestId('step-passkey').waitFor();
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await seat.goesOnWithPasskey();
    await seat.isOnAccountPage();
    expect(await seat.session()).toMatchObject({ amr: ['pwd', 'pop', 'user', 'mfa'] });
    expect(await seat.statusOf('/app/vault')).toBe(200);
  });

  it.each(
    [
      { where: 'in the device itself', traits: INTERNAL },
      { where: 'on a USB key', traits: USB },
    ].slice(0, thoroughly(2, 1)),
  )(
    'P4, P5, X15 a passkey $where that did not verify its user is asked for the password next, never for a mailed code',
    async ({ traits }) => {
      const seat = await desk.sitDown(traits);
      const person = await ownerAt(seat, app);
      await seat.authenticator.verifiesNobody();
      const body = await seat.isAnswered('/sign-in/passkey', () => seat.usesPasskeyAlone());
      expect(body).toMatchObject({ status: 'continue', accept: [{ method: 'password' }] });
      expect(body.accept).toHaveLength(1);

      const { page } = seat;
      await page.getByTestId('step-password').waitFor();
      expect(await page.getByTestId('use-another-way').count()).toBe(0);
      expect(await page.getByTestId('method-email-code').count()).toBe(0);
      expect(await seat.statusOf('/app/reports')).toBe(401);

      await page.getByTestId('password').fill(PASSWORD);
      await page.getByTestId('submit').click();
      await seat.isOnAccountPage();
      expect(await seat.session()).toMatchObject({
        accountId: person.has.accountId,
        amr: ['pop', 'user', 'pwd', 'mfa'],
      });
    },
  );

  it('P4 an authenticator that does not recognise its user signs nobody in, and the page says so', async () => {
    const seat = await desk.sitDown();
    const person = await ownerAt(seat, app);
    await seat.authenticator.recognises(false);
    await seat.usesPasskeyAlone();
    expect(await seat.says()).toContain('No passkey was used');
    expect(await seat.statusOf('/app/reports')).toBe(401);

    await seat.authenticator.recognises(true);
    await seat.signsInAlone();
    expect((await seat.session()).accountId).toBe(person.has.accountId);
  });
});
