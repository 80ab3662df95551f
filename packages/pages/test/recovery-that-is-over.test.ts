import { chromiumForThisFile, chromiumHere, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a recovery that was left open for longer than it lasts, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X13 X7 does not say that the new password is saved, if a passkey signs in instead', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await ownerAt(seat, app);
    await page.goto('about:blank');
    await page.context().clearCookies();
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    const next = 'entirely new words for a door';
    await page.getByTestId('next').fill(next);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-passkey').waitFor();
    app.clock.advance(31 * MINUTE);
    await seat.pressesPasskeyButton();
    await page.waitForTimeout(3_000);
    const isSaved = (await person.elsewhere().signInWithPassword(next)).status === 200;
    expect((await person.elsewhere().signInWithPassword()).status === 200).toBe(!isSaved);
    const says = (await page.locator('main').textContent()) ?? '';
    expect(says.includes('Your password is saved')).toBe(isSaved);
  });
});
