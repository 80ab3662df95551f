import { readdirSync } from 'node:fs';
import { goesBack, held, leaves, notesReturns } from '@sallyport/example-quickstart/test/back';
import {
  chromiumForThisFile,
  newcomerAt,
  type Seat,
  wholeChromiumHere,
} from '@sallyport/example-quickstart/test/browser';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** Every page by its folder, with an element that the page shows to a person who is signed in. */
const PAGES: Readonly<Record<string, string>> = {
  account: 'overview',
  disown: 'not-me',
  enroll: 'enroll-passkey',
  'sign-in': 'submit',
  'sign-up': 'submit',
  vault: 'vault',
};

describe.skipIf(wholeChromiumHere() === null)('a page that Back leads to, in a Chromium that keeps left pages', () => {
  const desk = chromiumForThisFile('keeps').at(app);

  async function sitsDown(): Promise<Seat> {
    const seat = await desk.sitDown();
    await notesReturns(seat);
    return seat;
  }

  const names = async ({ page }: Seat, { identifier }: Person): Promise<void> =>
    page.getByTestId('who').filter({ hasText: identifier }).waitFor();

  /** A new person at the account page, which names the person. */
  async function atAccountPage(seat: Seat): Promise<Person> {
    const person = await newcomerAt(seat, app);
    // A request under way would end the page's time in the cache.
    await seat.page.goto('/account', { waitUntil: 'networkidle' });
    await names(seat, person);
    return person;
  }

  it('is one of these', () => {
    const source = new URL('../src/', import.meta.url);
    const folders = readdirSync(source).filter((name) => !name.includes('.'));
    const withPage = folders.filter((name) => readdirSync(new URL(name, source)).includes('page.ts'));
    // `organisation-page.test.ts` has an app with organisations.
    expect([...Object.keys(PAGES), 'organisation'].toSorted()).toEqual(withPage.toSorted());
  });

  it.each([...Object.entries(PAGES), ['', 'session'], ['mail', 'mails']] as const)(
    'X44 /%s is empty until it is loaded anew',
    async (path, testid) => {
      const seat = await sitsDown();
      const { page } = seat;
      await newcomerAt(seat, app);
      await page.goto(`/${path}?token=abc`, { waitUntil: 'networkidle' });
      await page.getByTestId(testid).first().waitFor();
      await leaves(seat);
      expect(held(await goesBack(seat))).toBe('');
      await page.getByTestId(testid).first().waitFor();
    },
  );

  it('X44 is the sign-in page for a person who signed out', async () => {
    const seat = await sitsDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    await seat.touches();
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
    expect(held(await goesBack(seat))).toBe('');
    await seat.isOn('/sign-in');
    await page.getByTestId('password').waitFor();
    expect(await page.content()).not.toContain(person.identifier);
  });

  it('X44 is the sign-in page, which says why, where the session ended elsewhere', async () => {
    const seat = await sitsDown();
    const { page } = seat;
    const person = await atAccountPage(seat);
    await leaves(seat);
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    expect(held(await goesBack(seat))).toBe('');
    await page.getByTestId('note').filter({ hasText: 'You were signed out' }).waitFor();
    expect(await page.content()).not.toContain(person.identifier);
  });

  it('X44 is the page of the person who signed in meanwhile', async () => {
    const seat = await sitsDown();
    const person = await atAccountPage(seat);
    await leaves(seat);
    const other = await newcomerAt(seat, app);
    expect(held(await goesBack(seat))).toBe('');
    await names(seat, other);
    expect(await seat.page.content()).not.toContain(person.identifier);
  });

  it('is the page again for a person who is still signed in', async () => {
    const seat = await sitsDown();
    const person = await atAccountPage(seat);
    await leaves(seat);
    expect(held(await goesBack(seat))).toBe('');
    await names(seat, person);
    await seat.page.getByTestId('overview').waitFor();
  });

  it('X44 holds no open dialog of the person whose session ended elsewhere', async () => {
    const seat = await sitsDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await seat.asksForAnotherPasskey();
    await page.getByTestId('backup-code').first().waitFor();
    await leaves(seat);
    // Otherwise the autofill of the sign-in page would sign in at once.
    await seat.touches();
    // A sign-out on a page would tell the page in the cache, which ends the page's time there.
    expect((await page.request.get('/auth/account')).status()).toBe(200);
    await person.signsOut();
    expect((await page.request.get('/auth/account')).status()).toBe(401);
    expect(held(await goesBack(seat))).toBe('');
    await seat.isOn('/sign-in');
    await page.getByTestId('password').waitFor();
    expect(await page.getByTestId('backup-code').count()).toBe(0);
  });

  it.each([
    ['sign-in', ['identifier', 'password']],
    ['sign-up', ['email']],
  ])('X44 has no typed text on /%s', async (path, fields) => {
    const seat = await sitsDown();
    const { page } = seat;
    // While a passkey is asked for, Chromium keeps no page.
    await page.addInitScript('delete globalThis.PublicKeyCredential');
    await page.goto(`/${path}`, { waitUntil: 'networkidle' });
    for (const field of fields) await page.getByTestId(field).fill('nora@example.org');
    await leaves(seat);
    expect(held(await goesBack(seat))).toBe('');
    for (const field of fields) {
      await page.getByTestId(field).waitFor();
      expect(await page.getByTestId(field).inputValue()).toBe('');
    }
  });
});
