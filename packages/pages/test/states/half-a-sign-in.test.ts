import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('half a sign-in in several tabs, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('a new tab names who signs in, and sends no second code', async () => {
    const seat = await desk.sitDown();
    const person = await app.newcomer();
    const { page } = seat;
    await seat.usesPassword(person.identifier);
    await page.getByTestId('sent-to').filter({ hasText: 'We sent a code' }).waitFor();
    const code = await mailedCode(app, person.identifier);
    const tab = await page.context().newPage();
    await tab.goto('/sign-in');
    await tab.getByTestId('sent-to').filter({ hasText: 'We sent a code' }).waitFor();
    expect(await tab.getByTestId('signing-in').textContent()).toContain(person.identifier);
    await tab.reload();
    await tab.getByTestId('sent-to').filter({ hasText: 'We sent a code' }).waitFor();
    expect(await app.mailsTo(person.identifier)).toHaveLength(1);
    await tab.getByTestId('code').fill(code);
    await tab.waitForURL('**/account');
    // The first tab says who is signed in, and leads on.
    await page.getByTestId('note').filter({ hasText: 'went on in another tab' }).waitFor();
    await page.locator('#who').filter({ hasText: person.identifier }).waitFor();
    await page.getByTestId('signed-in-elsewhere').click();
    await seat.isOnAccountPage();
  });
});
