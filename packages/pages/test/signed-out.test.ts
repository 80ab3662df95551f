import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { startPreferredCorp } from '@sallyport/example-quickstart/test/preferred-corp';
import { afterAll, describe, expect, it } from 'vitest';

const app = await startPreferredCorp();
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)('a sign-out where the policy prefers a provider, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Dora at her account, signed in by the preferred provider, which has no page to sign out at. */
  async function atAccount(): Promise<Seat> {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.route('**/auth/session', async (route) => {
      const response = await route.fetch();
      await (route.request().method() === 'DELETE'
        ? route.fulfill({ response, json: {} })
        : route.fulfill({ response }));
    });
    await page.goto('/sign-in');
    await page.getByTestId('corp-two-factors').check();
    await page.getByTestId('corp-dora').click();
    await seat.isOnAccountPage();
    return seat;
  }

  /** The sign-in page offers the provider, and does not go there. */
  async function waitsForPress(seat: Seat): Promise<void> {
    const { page } = seat;
    await page.getByTestId('sso-corp').waitFor();
    await page.waitForLoadState('networkidle');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await seat.statusOf('/auth/session')).toBe(401);
  }

  it('X44 X14 signs nobody in by itself, also after Back, and the provider asks who signs in', async () => {
    const seat = await atAccount();
    const { page } = seat;
    await page.getByTestId('sign-out').click();
    await page.getByTestId('note').filter({ hasText: 'You are signed out.' }).waitFor();
    expect(new URL(page.url()).search).toBe('?local=1');
    await waitsForPress(seat);
    // The page that comes goes to the sign-in page by itself, perhaps before it is loaded.
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForURL((url) => url.searchParams.get('next') === '/account');
    await waitsForPress(seat);
    // The provider counts the age of its sign-in in whole seconds.
    await page.waitForTimeout(1_100);
    await page.getByTestId('sso-corp').click();
    await page.getByTestId('corp-two-factors').check();
    await page.getByTestId('corp-dora').click();
    await seat.isOnAccountPage();
    expect(await page.evaluate(() => sessionStorage.getItem('sallyport.signed-out'))).toBeNull();
  });

  it.each([
    ['looks at it', (seat: Seat) => seat.page.evaluate(() => void dispatchEvent(new Event('focus')))],
    ['loads it again', (seat: Seat) => seat.page.reload().catch(() => undefined)],
  ])('X44 X14 a tab whose session another device ended signs nobody in when somebody %s', async (_, happens) => {
    const library = await atAccount();
    const home = await atAccount();
    expect(
      await home.page.evaluate(async () => (await fetch('/auth/account/sessions', { method: 'DELETE' })).status),
    ).toBeLessThan(300);
    await happens(library);
    await library.page.getByTestId('note').filter({ hasText: 'You were signed out' }).waitFor();
    await waitsForPress(library);
    expect(new URL(library.page.url()).searchParams.get('local')).toBe('1');
    expect(await home.sessions()).toHaveLength(1);
  });

  it('X14 a tab that signed nobody out still goes to the preferred provider by itself', async () => {
    const { page } = await desk.sitDown();
    await page.goto('/account');
    await page.getByTestId('corp-dora').waitFor();
  });
});
