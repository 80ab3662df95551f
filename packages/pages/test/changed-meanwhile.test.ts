import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { requiredStrength: 'baseline', session: { most: 2, beyond: 'refuse' } },
});

describe.skipIf(chromiumHere === null)('a sign-in whose account changes meanwhile, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X28 X29 who is signed in at as many places as allowed disowns one of them, and begins again with the next press', async () => {
    const person = app.person('dora@example.org');
    const { identifier } = person;
    await person.proves('password', 'email-code');
    await person.elsewhere().proves('password', 'email-code');
    const about = async () => (await app.mailsTo(identifier)).find(({ kind }) => kind === 'sign-in.unfamiliar');
    await expect.poll(about).toBeDefined();
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    await seat.types(identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, identifier));
    await page.getByTestId('error').filter({ hasText: 'no more than 2 places' }).waitFor();
    const { token = '' } = (await about()) ?? {};
    app.clock.advance(1_000);
    expect((await person.elsewhere().client.post('/disown', { token })).status).toBe(200);
    await page.getByTestId('submit').click();
    await page.getByTestId('note').filter({ hasText: 'Your account was changed meanwhile' }).waitFor();
    await page.getByTestId('step-password').waitFor();
    expect(await page.getByTestId('signing-in').textContent()).toContain(identifier);
  });
});
