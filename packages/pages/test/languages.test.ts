import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the language of the pages, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const german = chromium.at(app, { locale: 'de-DE' });
  const french = chromium.at(app, { locale: 'fr-FR' });

  it('is the browser’s: German for a browser that asks for it, with its own problem sentences', async () => {
    const seat = await german.sitDown();
    const { page } = seat;
    await page.goto('/sign-in');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await page.getByLabel('E-Mail-Adresse').fill('dora@example.org');
    await page.getByTestId('password').fill('not the password');
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
    expect(await seat.says()).toContain('passen nicht zusammen');
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByRole('heading', { name: 'So melden Sie sich an' }).waitFor();
    await page.getByRole('button', { name: 'Passwort ändern' }).click();
    await page.getByTestId('current').fill('not the password');
    await page.getByTestId('next').fill('kurz');
    await page.getByTestId('confirm').click();
    expect(await seat.says()).toMatch(/^Verwenden Sie mindestens \d+ Zeichen\.$/);
  });

  it('is German for the roles of the person too, by the names that the host gives', async () => {
    const seat = await german.sitDown();
    await seat.takesOver((await app.admin()).person);
    await seat.page.goto('/account');
    const badge = seat.page.getByTestId('overview').locator('.badge').first();
    await badge.waitFor();
    expect(await badge.textContent()).toBe('Hauptverwaltung');
    await seat.page.goto('/admin/people');
    await seat.page.locator('.roles-cell').getByText('Hauptverwaltung').waitFor();
  });

  it('is German in the list of what an account can reach as well', async () => {
    const seat = await german.sitDown();
    const { page } = seat;
    const ada = await app.admin();
    await seat.takesOver(ada.person);
    await page.goto(`/admin/people?id=${await ada.idOf(await app.newcomer())}&tab=access`);
    await page.getByRole('heading', { name: 'Was dieses Konto erreichen kann' }).waitFor();
    await page.getByTestId('show-exposure').click();
    await page.getByText('Quartalsberichte').waitFor();
    expect(await page.getByTestId('exposure').textContent()).toMatch(/lesen und schreiben.*anweisen/s);
    expect(await page.getByTestId('exposure').textContent()).not.toMatch(/\b(read|write|send|reports)\b/);
  });

  it('is English for a browser that asks for a language they do not speak', async () => {
    const seat = await french.sitDown();
    await seat.page.goto('/sign-in');
    expect(await seat.page.locator('html').getAttribute('lang')).toBe('en');
    await seat.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
