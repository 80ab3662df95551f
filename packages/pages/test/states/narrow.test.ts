import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();
const LONG = 'eine.person.mit.sehr.langer.adresse@beispielunternehmen-mit-langem-namen.example.org';

describe.skipIf(chromiumHere === null)('a phone of 360 pixels, in Chromium', () => {
  const desk = chromiumForThisFile().at(app, { locale: 'de' });

  async function sitsDown(): Promise<Seat> {
    const seat = await desk.sitDownAt('phone');
    await seat.page.setViewportSize({ width: 360, height: 740 });
    return seat;
  }

  it('shows a long name beside the mark, and cuts no long address in a dialog', async () => {
    const seat = await sitsDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    expect((await person.client.post('/account/email', { email: LONG })).status).toBe(202);
    const { token } = await app.nextMail(LONG, 'token', 0);
    expect((await person.client.post('/account/email/confirm', { token })).status).toBe(200);
    expect((await person.client.put('/account/identifier', { identifier: LONG })).status).toBe(200);
    await page.goto('/account');
    const name = await page.getByTestId('who').getByText(LONG).boundingBox();
    const mark = await page.locator('.brand').boundingBox();
    expect(name?.y).toBeLessThan((mark?.y ?? 0) + (mark?.height ?? 0));
    await page.getByTestId('change-email').click();
    const text = page.getByTestId('dialog').locator('header').filter({ hasText: LONG });
    expect(await text.evaluate((header) => header.scrollWidth - header.clientWidth)).toBe(0);
  });

  it('gives an address and the one that waits for its link a line each, and breaks no date', async () => {
    const seat = await sitsDown();
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    await page.route('**/auth/account', async (route) => {
      const response = await route.fetch();
      const pendingEmail = { address: `neu.${identifier}`, expiresAt: '2031-11-29T13:05:00Z' };
      await route.fulfill({ response, json: { ...(await response.json()), pendingEmail } });
    });
    await page.goto('/account');
    const lines = page
      .locator('.row')
      .filter({ has: page.getByTestId('change-email') })
      .locator('.about p');
    expect(await lines.nth(1).textContent()).toBe(`${identifier}\u00a0· empfängt Codes`);
    expect(await lines.nth(2).textContent()).toMatch(/^Noch nicht bestätigt: neu\..*29\.11\.2031/);
    expect(await lines.nth(2).innerHTML()).toContain('29.11.2031');
  });

  it('begins the card of the sign-in page where other cards begin', async () => {
    const { page } = await sitsDown();
    const tops: (number | undefined)[] = [];
    for (const path of ['/sign-in', '/sign-up']) {
      await page.goto(path);
      tops.push(
        (
          await page
            .locator('.stage')
            .filter({ has: page.getByRole('textbox') })
            .boundingBox()
        )?.y,
      );
    }
    expect(tops[0]).toBe(tops[1]);
  });
});
