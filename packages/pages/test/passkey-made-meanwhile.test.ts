import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a passkey that is registered while an account page loads, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X38 P6 stays in its manager: the page does not tell the manager a list from before', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    await newcomerAt(seat, app);
    const { page } = seat;
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    await seat.touches(internal);
    await seat.registersPasskey();
    await seat.signsInAlone(internal);
    await seat.isOnAccountPage();
    await seat.touches(usb);

    // The account page has the account already, and waits for another of its answers.
    let goesOn = (): void => {};
    const late = new Promise<void>((resolve) => {
      goesOn = resolve;
    });
    await page.route('**/auth/account/devices', async (route) => {
      await late;
      await route.continue();
    });
    const answered = page.waitForResponse((response) => response.url().endsWith('/auth/account'));
    await page.reload({ waitUntil: 'commit' });
    await answered;

    // Another tab, or another device whose manager has the same passkeys, registers one. This page has the same authenticators.
    const second = await page.evaluate(async () => {
      const posts = (path: string, body: object): Promise<Response> =>
        fetch(`/auth${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const options = await (await posts('/enroll/passkey/options', {})).json();
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const made = await navigator.credentials.create({ publicKey });
      if (!(made instanceof PublicKeyCredential)) throw new Error('There is no passkey');
      const response = { ...made.toJSON(), clientExtensionResults: {} };
      const registered = await posts('/enroll/passkey', { response });
      return { id: made.id, status: registered.status };
    });
    expect(second.status).toBe(200);
    expect(await usb.passkeys()).toEqual([second.id]);
    goesOn();
    await page.getByTestId('passkey').first().waitFor();
    // The signal is sent before the page is drawn.
    await page.waitForTimeout(500);
    expect(await usb.passkeys()).toEqual([second.id]);
  });
});
