import { faultsOf, faultsOfWords } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({ sms: true });

/** The pages that everybody sees. A thorough run looks at every state of every page: `states/accessible-*.test.ts`. */
describe.skipIf(chromiumHere === null)('signing in and the account meet WCAG 2.2 AA, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);
  const german = chromium.at(app, { locale: 'de-DE' });

  it.each([
    ['English', desk, faultsOf],
    ['German', german, faultsOfWords],
  ])('sign-in at the start, with what is wrong, and with a way on, in %s', async (_, at, faultsIn) => {
    const seat = await at.sitDown();
    const { page } = seat;
    const person = await app.newcomer();
    await seat.opensSignIn();
    expect.soft(await faultsIn(page), 'start').toEqual([]);
    await seat.pressesPasskeyButton();
    await page.getByTestId('lost').waitFor();
    expect.soft(await faultsIn(page), 'no passkey').toEqual([]);
    await page.getByTestId('lost').click();
    await page.getByTestId('lost-title').waitFor();
    expect.soft(await faultsIn(page), 'lost passkey').toEqual([]);
    await page.getByTestId('lost-back').click();
    await page.getByTestId('identifier').waitFor();
    await seat.types(person.identifier, 'not the password');
    await seat.says();
    expect.soft(await faultsIn(page), 'wrong password').toEqual([]);
    await seat.types(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await mailedCode(app, person.identifier);
    expect.soft(await faultsIn(page), 'email code').toEqual([]);
    await page.getByTestId('code').fill('000000');
    await seat.says();
    expect.soft(await faultsIn(page), 'wrong code').toEqual([]);
    await page.getByTestId('lost').click();
    await page.getByTestId('lost-title').waitFor();
    expect.soft(await faultsIn(page), 'lost').toEqual([]);
  });

  it.each([
    ['English', desk, faultsOf],
    ['German', german, faultsOfWords],
  ])('the account with nothing set up, and with a passkey and backup codes, in %s', async (_, at, faultsIn) => {
    const seat = await at.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect.soft(await faultsIn(page), 'nothing set up').toEqual([]);
    await seat.asksForAnotherPasskey();
    await page.getByTestId('backup-codes').waitFor();
    expect.soft(await faultsIn(page), 'backup codes').toEqual([]);
    await page.getByTestId('done').click();
    await page.getByTestId('news').filter({ visible: true }).waitFor();
    expect.soft(await faultsIn(page), 'with a passkey').toEqual([]);
  });
});
