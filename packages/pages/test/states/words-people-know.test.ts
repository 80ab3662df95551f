import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** Words of the code that pages must not show. */
const OURS = /baseline|enhanced|phishing|mandate|vouch|ways? in\b|stranded|no other way/i;

describe.skipIf(chromiumHere === null)('what the pages call things, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('on the way to a second step', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await app.newcomer('contractor');
    const read = async (): Promise<string | null> => page.locator('main').textContent();
    await seat.usesPassword(identifier);
    await page.getByRole('heading', { name: 'First, enter the code we emailed you', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Use a different account', exact: true }).waitFor();
    expect.soft(await read()).not.toMatch(OURS);
    await page.getByTestId('lost').click();
    await page.getByTestId('whom-to-ask').waitFor();
    expect.soft(await read()).not.toMatch(OURS);
    await page.getByTestId('lost-back').click();
    await page.getByTestId('code').fill(await mailedCode(app, identifier));
    await page.getByTestId('enroll-passkey').waitFor();
    expect.soft(await page.getByTestId('enroll-passkey').locator('strong').textContent()).toBe('Create a passkey');
    await page.getByRole('button', { name: 'Use a different account', exact: true }).waitFor();
    for (const why of await page.locator('summary').all()) await why.click();
    expect.soft(await read()).not.toMatch(OURS);
  });

  it('a sign-in whose code is no first step does not call it that', async () => {
    const seat = await desk.sitDown();
    const { identifier } = await app.newcomer();
    await seat.usesPassword(identifier);
    await seat.page.getByRole('heading', { name: 'Enter the code we emailed you', exact: true }).waitFor();
  });

  it('a passkey by its model and its age, and never by “this device”', async () => {
    const seat = await desk.sitDownAt('phone', INTERNAL, USB);
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Create a passkey', exact: true }).first().waitFor();
    await ownerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect((await page.getByTestId('passkey-name').allTextContents()).toSorted()).toEqual(['Passkey', 'Security key']);
    for (const row of await page.getByTestId('passkey').allTextContents()) expect(row).toContain('Added Mar 3, 2031');
    const shown = await page.locator('main').textContent();
    expect(shown).not.toMatch(/on this device/i);
    expect(shown).not.toMatch(OURS);
    await page.getByTestId('remove-passkey').first().click();
    expect(await page.getByTestId('dialog').textContent()).not.toMatch(/on this device/i);
  });
});
