import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({ policy: { requiredStrength: 'single' } });

describe.skipIf(chromiumHere === null)('the page behind a mail about an unfamiliar sign-in, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X28 ends the sign-in when the person says so, and says later that the link was used', async () => {
    const person = app.person('dora@example.org');
    const { identifier } = person;
    await person.signInWithPassword();
    const other = person.elsewhere();
    await other.signInWithPassword();
    const about = async () => (await app.mailsTo(identifier)).find(({ kind }) => kind === 'sign-in.unfamiliar');
    await expect.poll(about).toBeDefined();
    const { token = '' } = (await about()) ?? {};
    const { page } = await desk.sitDownAt('phone');
    const link = `/disown?token=${encodeURIComponent(token)}`;
    await page.goto(link);
    await page.getByTestId('was-me').click();
    await page.getByTestId('kept').waitFor();
    expect(await page.locator('main a').getAttribute('href')).toBe('/account');
    expect((await other.client.get('/session')).status).toBe(200);
    await page.goto(link);
    const before = await page.locator('#disown').textContent();
    expect(before).toContain('The mail has the time and the browser of the sign-in.');
    expect(before).not.toMatch(/passkey|backup code|administrator/);
    await page.getByTestId('not-me').click();
    await page.getByTestId('disowned').waitFor();
    const after = await page.locator('main').textContent();
    expect(after).toContain('If you have backup codes, make new ones.');
    expect(after).toContain('asks for a passkey, or else for your authenticator app, if you had set one up');
    expect(after).toContain('something that you did not set up');
    const toPassword = page.getByRole('link', { name: 'Change the password' });
    expect(await toPassword.getAttribute('href')).toBe('/account#password');
    expect((await other.client.get('/session')).status).toBe(401);
    // This browser remembers the press, also in the tab that the mail opens next. Another browser learns it from the server.
    const next = await page.context().newPage();
    await next.goto(link);
    await next.getByTestId('link-used').waitFor();
    expect(new URL(next.url()).search).toBe('');
    const elsewhere = await desk.sitDownAt('phone');
    await elsewhere.page.goto(link);
    await elsewhere.page.getByTestId('not-me').click();
    await elsewhere.page.getByTestId('link-used').waitFor();
    // A browser that does not know of the press asks again, also for a sign-in that is ended. The answer is true for both.
    const third = await desk.sitDownAt('phone');
    await third.page.goto(link);
    await third.page.getByTestId('was-me').click();
    await third.page.getByTestId('kept').waitFor();
    const kept = await third.page.locator('main').textContent();
    expect(kept).toContain('This page changed nothing just now. If that sign-in was reported before, it is ended');
    expect(kept).not.toContain('All is well');
  });
});
