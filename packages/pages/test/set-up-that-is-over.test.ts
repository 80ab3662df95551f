import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a set-up of a sign-in that is over, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X9 does not give its passkey to the account that is signed in beside it', async () => {
    const seat = await desk.sitDown();
    const { page, authenticator } = seat;
    await seat.touches();
    const beside = await newcomerAt(seat, app);
    const { identifier } = await app.newcomer('contractor');
    await page.goto('/sign-in');
    await seat.types(identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, identifier));
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-passkey').waitFor();
    // As the browser does at the end of the cookie's time. The policy may count a proof as recent for longer than that.
    await page.context().clearCookies({ name: 'sallyport-flow' });
    await seat.touches(authenticator);
    const { status } = await seat.posts('/enroll/passkey/options', () => page.getByTestId('enroll-passkey').click());
    expect(status).toBe(410);
    await seat.isOn('/sign-in');
    expect(await seat.session()).toMatchObject({ accountId: beside.has.accountId });
    expect((await seat.account()).factors.passkeys).toEqual([]);
    expect(await authenticator.passkeys()).toEqual([]);
  });
});
