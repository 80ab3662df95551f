import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the link to a new mail address, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X21 says who is signed in where the link belongs to another account, and leads to that account', async () => {
    const owner = await app.newcomer();
    await owner.proves('password', 'email-code');
    const address = `new.${owner.identifier}`;
    await owner.client.post('/account/email', { email: address });
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const other = await newcomerAt(seat, app);
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('overview').waitFor();
    const said = await seat.says();
    expect(said).toContain(`You are signed in as ${other.identifier}`);
    expect(said).toContain('belongs to another account');
    expect(page.url()).not.toContain(token);

    await seat.touches();
    await page.getByTestId('other-account').click();
    await page.getByTestId('note').filter({ hasText: 'Sign in to confirm your new address' }).waitFor();
    await seat.types(owner.identifier);
    await page.getByTestId('step-email-code').waitFor();
    // The first code was for the sign-in of the owner above.
    const { code = '' } = await app.nextMail(owner.identifier, 'code', 1);
    await page.getByTestId('code').fill(code);
    await page.getByTestId('news').filter({ hasText: 'Your new address is confirmed' }).waitFor();
  });

  it('X21 names the confirmed address where the link is opened again', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `next.${person.identifier}`;
    await person.client.post('/account/email', { email: address });
    const { token = '' } = await app.nextMail(address, 'token', 0);
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('news').filter({ hasText: 'Your new address is confirmed' }).waitFor();
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('overview').waitFor();
    expect(await seat.says()).toContain(
      `your email address is ${address}. This link changes nothing here: it was used`,
    );
  });
});
