import { readdirSync } from 'node:fs';
import type { Administration } from '@sallyport/example-quickstart/test/administration';
import { goesBack, held, leaves, notesReturns } from '@sallyport/example-quickstart/test/back';
import { chromiumForThisFile, type Seat, wholeChromiumHere } from '@sallyport/example-quickstart/test/browser';
import { FIRST_POLICY, quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

/** The path of every page by its folder. */
const PAGES: Readonly<Record<string, string>> = {
  activity: '/admin/activity',
  overview: '/admin',
  people: '/admin/people',
  policy: '/admin/policy',
  risks: '/admin/risks',
};

describe.skipIf(wholeChromiumHere() === null)('an administrators’ page that Back leads to, in Chromium', () => {
  const desk = chromiumForThisFile('keeps').at(app);

  const shows = async ({ page }: Seat): Promise<void> => {
    await page.getByTestId('who').filter({ hasText: '@example.org' }).waitFor();
    await page.locator('#admin > .waiting').first().waitFor({ state: 'detached' });
  };

  /** An administrator in front of a page, once the page shows its contents. */
  async function at(path: string, { person }: Administration): Promise<Seat> {
    const seat = await desk.sitDown();
    await notesReturns(seat);
    await seat.takesOver(person);
    // A request under way would end the page's time in the cache.
    await seat.page.goto(path, { waitUntil: 'networkidle' });
    await shows(seat);
    return seat;
  }

  it('is one of these', () => {
    const source = new URL('../src/', import.meta.url);
    const folders = readdirSync(source).filter((name) => !name.includes('.'));
    const withPage = folders.filter((name) => readdirSync(new URL(name, source)).includes('page.ts'));
    expect(Object.keys(PAGES)).toEqual(withPage);
  });

  it.each(Object.values(PAGES))('X44 %s is empty until it is loaded anew', async (path) => {
    const seat = await at(path, await app.admin());
    await leaves(seat);
    expect(held(await goesBack(seat))).toBe('');
    await shows(seat);
  });

  it('X44 is the sign-in page after a sign-out, for the list of people and for a person', async () => {
    const person = await app.newcomer();
    const administrator = await app.administratorOfPeople();
    const seat = await at('/admin/people', administrator);
    const { page } = seat;
    expect(await page.getByTestId('accounts').textContent()).toContain(person.identifier);
    await page.goto(`/admin/people?id=${await administrator.idOf(person)}`, { waitUntil: 'networkidle' });
    await page.getByTestId('detail-identifier').filter({ hasText: person.identifier }).waitFor();
    expect(await page.title()).not.toContain(person.identifier);
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
    const aPerson = await goesBack(seat);
    expect(held(aPerson)).toBe('');
    await seat.isOn('/sign-in');
    await page.getByTestId('password').waitFor();
    // The message to the other tabs ended the time of the list in the cache. The list is loaded, and goes to the sign-in page by itself.
    await page.goBack({ waitUntil: 'commit' });
    await seat.isOn('/sign-in');
    for (const { title } of aPerson) expect(title).not.toContain(person.identifier);
    await page.getByTestId('password').waitFor();
    expect(await page.content()).not.toContain('newcomer');
  });

  it('is the list as the reader left it, for an administrator who is still signed in', async () => {
    for (let made = 0; made < 12; made++) await app.newcomer();
    const seat = await at('/admin/people?sort=identifier', await app.admin());
    const { page } = seat;
    await page.setViewportSize({ width: 900, height: 500 });
    await page.evaluate(() => scrollTo({ top: 300, behavior: 'instant' }));
    const scrolled = await page.evaluate(() => scrollY);
    expect(scrolled).toBeGreaterThan(100);
    await leaves(seat);
    expect(held(await goesBack(seat))).toBe('');
    await shows(seat);
    await page.waitForFunction((before) => scrollY === before, scrolled);
    expect(new URL(page.url()).search).toBe('?sort=identifier');
  });
});
