import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('signing in with passkeys, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it.each([
    ['in the device itself', INTERNAL],
    ['on a USB key', USB],
  ])('P4 a passkey %s signs in by the button, with nothing typed', async (_, traits) => {
    const seat = await desk.sitDown(traits);
    const person = await ownerAt(seat, app);
    const { sent } = await seat.posts('/sign-in/passkey', () => seat.signsInAlone());
    expect([sent.id]).toEqual(await seat.authenticator.passkeys());
    expect(await seat.session()).toMatchObject({ accountId: person.has.accountId, strength: 'phishing-resistant' });
    expect(await seat.statusOf('/app/vault')).toBe(200);
    expect(await seat.page.getByTestId('passkey').textContent()).toContain('last used Mar 3, 2031');
  });

  it('P4 the autofill of the identifier field signs in, and nobody presses anything', async () => {
    const seat = await desk.sitDown();
    const person = await ownerAt(seat, app);
    await seat.forgetsEverything();
    await seat.page.goto('/sign-in?next=/vault');
    await seat.isOn('/vault');
    expect(await seat.session()).toMatchObject({ accountId: person.has.accountId, strength: 'phishing-resistant' });
  });

  it('P4 the autofill waits without a word, and the password goes on beside it', async () => {
    const seat = await desk.sitDown();
    const person = await ownerAt(seat, app);
    await seat.forgetsAndOpens();
    expect((await seat.page.getByTestId('error').allTextContents()).join('')).toBe('');
    expect(await seat.statusOf('/app/reports')).toBe(401);
    await seat.types(person.identifier);
    await seat.goesOnWithPasskey();
    await seat.isOnAccountPage();
  });

  it('P4 where there is no passkey the autofill is silent, and the button says so', async () => {
    const seat = await desk.sitDown();
    await seat.opensSignIn();
    await seat.touches(seat.authenticator);
    expect((await seat.page.getByTestId('error').allTextContents()).join('')).toBe('');
    await seat.pressesPasskeyButton();
    expect(await seat.says()).toContain('No passkey was used');
    expect(await seat.statusOf('/app/reports')).toBe(401);
  });

  it('P4 a person whose passkey is gone from the device is led to the password beside it', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await app.newcomer();
    await seat.usesPasskeyAlone();
    expect(await seat.says()).toContain('this device has no passkey for this site');
    // The form stands on the page, so the message offers no other page than that of the lost passkey.
    expect(await page.getByRole('alert').getByRole('button').allTextContents()).toEqual([
      'I no longer have my passkey',
    ]);
    await seat.types(identifier);
    await page.getByTestId('step-email-code').waitFor();
  });

  it('P5, P6 with two authenticators at once either is the second factor, and signs in on its own', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const { identifier } = await ownerAt(seat, app);
    for (const authenticator of seat.authenticators) {
      await seat.usesPassword(identifier);
      const second = await seat.posts('/sign-in/passkey', () => seat.goesOnWithPasskey(authenticator));
      await seat.isOnAccountPage();
      expect([second.sent.id]).toEqual(await authenticator.passkeys());
      expect(await seat.session()).toMatchObject({ amr: ['pwd', 'pop', 'user', 'mfa'] });

      const alone = await seat.posts('/sign-in/passkey', () => seat.signsInAlone(authenticator));
      expect([alone.sent.id]).toEqual(await authenticator.passkeys());
      expect(await seat.session()).toMatchObject({ amr: ['pop', 'user', 'mfa'] });
    }
  });

  it('P6, X15 the prompt names where each passkey is, so that the wrong authenticator is not asked', async () => {
    const seat = await desk.sitDown(USB, INTERNAL);
    const [usb, internal] = seat.authenticators;
    if (usb === undefined || internal === undefined) throw new Error('There are not two');
    const { identifier } = await newcomerAt(seat, app);
    await seat.touches(usb);
    await seat.registersPasskey();

    await seat.usesPassword(identifier);
    const options = await seat.passkeyOptions(async () => {
      await seat.goesOnWithPasskey();
      await seat.isOnAccountPage();
    });
    const [id] = await usb.passkeys();
    expect(options.allowCredentials).toEqual([{ id, type: 'public-key', transports: ['usb'] }]);
    expect(await internal.passkeys()).toEqual([]);
  });

  it('N11 what an authenticator derives (PRF) stays in the browser', async () => {
    const seat = await desk.sitDown({ ctap2Version: 'ctap2_1', hasPrf: true });
    const derived = await listensForPrf(seat);
    await newcomerAt(seat, app);
    const registered = await seat.posts('/enroll/passkey', () => seat.registersPasskey());
    expect(registered.status).toBe(200);
    expect(JSON.stringify(registered.sent)).not.toContain('results');

    const signedIn = await seat.posts('/sign-in/passkey', () => seat.signsInAlone());
    expect(signedIn).toMatchObject({ status: 200, sent: { clientExtensionResults: {} } });
    expect(signedIn.sent.clientExtensionResults).toEqual({});
    expect(derived.at(-1)).toBe(32);
  });
});

/** The length in bytes of each PRF output that the page received. */
async function listensForPrf(seat: Seat): Promise<readonly number[]> {
  const derived: number[] = [];
  await seat.page.exposeFunction('derived', (bytes: number) => void derived.push(bytes));
  await seat.page.addInitScript(`
    const results = PublicKeyCredential.prototype.getClientExtensionResults;
    PublicKeyCredential.prototype.getClientExtensionResults = function () {
      const all = results.call(this);
      derived(all.prf?.results?.first?.byteLength ?? 0);
      return all;
    };`);
  return derived;
}
