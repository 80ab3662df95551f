import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { receivesResetToken } from '@sallyport/example-quickstart/test/recovery';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a page whose flow another tab replaced, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X13 X7 X8 does not say that the new password is saved, if the passkey confirmed a step-up of a host page', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await ownerAt(seat, app);
    await page.goto(`/sign-in?recover=${await receivesResetToken(app, person)}`);
    const next = 'entirely new words for a door';
    await page.getByTestId('next').fill(next);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-passkey').waitFor();
    // A page of the host in a tab beside asks for a confirmation with `client.stepUp`, as the README of @sallyport/browser shows.
    const { page: beside } = await seat.secondTab();
    await beside.goto('/');
    const answer = await beside.evaluate(async () => {
      const response = await fetch('/auth/step-up', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ strength: 'phishing-resistant', within: '1s' }),
      });
      return response.json();
    });
    expect(answer).toMatchObject({ status: 'continue' });
    await page.bringToFront();
    const { status } = await seat.posts('/sign-in/passkey/options', () => seat.pressesPasskeyButton());
    expect(status).toBe(410);
    await page.waitForTimeout(1_000);
    expect((await person.elsewhere().signInWithPassword(next)).status).toBe(401);
    expect((await page.locator('main').textContent()) ?? '').not.toContain('Your password is saved');
  });

  it('X8 X24 types no code into the sign-in of another person', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const [one, other] = [await app.newcomer('contractor'), await app.newcomer('contractor')];
    await page.goto('/sign-in');
    await seat.types(one.identifier);
    await page.getByTestId('step-email-code').waitFor();
    const code = await mailedCode(app, one.identifier);
    const tab = await seat.secondTab();
    // A page of the host, which does not tell the ready pages of other tabs.
    await tab.page.goto('/');
    await tab.page.evaluate(
      async (body) => {
        const headers = { 'content-type': 'application/json' };
        await fetch('/auth/sign-in', { method: 'POST', headers, body });
      },
      JSON.stringify({ identifier: other.identifier, password: other.has.password }),
    );
    await page.bringToFront();
    // The page sends a whole code by itself.
    const { status } = await seat.posts('/sign-in/email-code', () => page.getByTestId('code').fill(code));
    expect(status).toBe(410);
    // The page shows what the browser holds now, and says so.
    await page.getByText('Another tab began this one').waitFor();
    expect(await page.getByTestId('code').inputValue()).toBe('');
    expect(await page.locator('main').textContent()).not.toContain(one.identifier);
    expect((await page.context().cookies()).map(({ name }) => name)).toContain('sallyport-flow');
  });

  it('X8 ends no sign-in of another tab when its confirmation is closed or left', async () => {
    const seat = await desk.sitDown();
    const owner = await newcomerAt(seat, app);
    for (const leaves of [
      ({ page }: Seat) => page.getByTestId('step-up-cancel').click(),
      ({ page }: Seat) => page.goto('about:blank'),
    ]) {
      const { page } = seat;
      app.clock.advance(16 * MINUTE);
      await page.goto('/account');
      await page.getByTestId('delete-account').click();
      await page.getByTestId('confirm').click();
      await page.getByTestId('step-up-cancel').waitFor();
      const tab = await seat.secondTab();
      await tab.page.goto('/');
      const begun = await tab.page.evaluate(
        async (body) => {
          const headers = { 'content-type': 'application/json' };
          return (await fetch('/auth/sign-in', { method: 'POST', headers, body })).status;
        },
        JSON.stringify({ identifier: owner.identifier }),
      );
      expect(begun).toBe(200);
      await page.bringToFront();
      await leaves(seat);
      await page.waitForTimeout(500);
      const status = await tab.page.evaluate(async () => (await fetch('/auth/sign-in?local=1')).json());
      expect(status).toMatchObject({ status: 'continue' });
      await tab.page.close();
    }
  });
});
