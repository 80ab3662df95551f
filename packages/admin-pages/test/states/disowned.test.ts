import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('an account with a disowned sign-in, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X28 is on the overview, and its page says what the owner said, until the owner has signed in', async () => {
    const ada = await app.admin();
    const person = app.person('dora@example.org');
    await person.proves('password', 'email-code');
    await person.elsewhere().proves('password', 'email-code');
    const about = async () => (await app.mailsTo(person.identifier)).find(({ kind }) => kind === 'sign-in.unfamiliar');
    await expect.poll(about).toBeDefined();
    const { token = '' } = (await about()) ?? {};
    expect((await person.client.post('/disown', { token })).status).toBe(200);
    const seat = await desk.sitDown();
    await seat.takesOver(ada.person);
    const { page } = seat;
    await page.goto('/admin');
    await page.getByTestId('attention-disowned').getByRole('link').first().click();
    await page.getByRole('rowheader', { name: 'dora' }).getByRole('link').click();
    await page.getByTestId('disowned').filter({ hasText: 'The owner of this account said' }).waitFor();
    app.clock.advance(1_000);
    await person.proves('password', 'email-code');
    await page.reload();
    await page.getByTestId('ways').waitFor();
    expect(await page.getByTestId('disowned').count()).toBe(0);
  });
});
