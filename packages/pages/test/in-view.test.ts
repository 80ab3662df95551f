import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { DAY, MINUTE } from '@sallyport/example-quickstart/test/clock';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds, shows } from '@sallyport/example-quickstart/test/shared-computer';
import { NOTE, ownsVaultBySecret } from '@sallyport/example-quickstart/test/vault-page';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a page that stays in view, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** A page whose clock the test moves. */
  async function sitDown(): Promise<Seat> {
    const seat = await desk.sitDown();
    await seat.clock.install();
    return seat;
  }

  async function atAccount(seat: Seat): Promise<Person> {
    const person = await newcomerAt(seat, app);
    await seat.page.goto('/account', { waitUntil: 'networkidle' });
    await seat.isOnAccountPage();
    return person;
  }

  async function atVault(seat: Seat): Promise<Person> {
    const person = await ownsVaultBySecret(seat, app);
    await seat.page.locator('#who').filter({ hasText: person.identifier }).waitFor();
    return person;
  }

  async function keepsNothingOf(page: Page, { identifier }: Person): Promise<void> {
    const held = await holds(page);
    for (const personal of [identifier, NOTE]) expect(held).not.toContain(personal);
  }

  const isQuestion = (url: string): boolean => new URL(url).pathname === '/auth/session';

  /** The next question of the page by itself, after this time in view. Resolves to its query. */
  async function asksAfter({ page }: Seat, milliseconds: number): Promise<string> {
    const asked = page.waitForResponse((response) => isQuestion(response.url()));
    await page.clock.fastForward(milliseconds);
    return new URL((await asked).url()).search;
  }

  const ends: readonly (readonly [string, (person: Person) => Promise<void>])[] = [
    [
      'on another device',
      async (person) => {
        const other = person.elsewhere();
        await other.proves('password', 'email-code');
        expect((await other.client.delete('/account/sessions')).status).toBeLessThan(300);
      },
    ],
    ['by time', async () => app.clock.advance(31 * DAY)],
  ];

  for (const [path, at] of [
    ['/account', atAccount],
    ['/vault', atVault],
  ] as const)
    it.each(ends)(`X44 ${path} shows nothing a minute after the session ended %s`, async (_, end) => {
      const seat = await sitDown();
      const { page } = seat;
      const person = await at(seat);
      await end(person);
      await page.clock.fastForward(MINUTE + 5_000);
      await seat.isOn('/sign-in');
      await page.getByTestId('note').filter({ hasText: 'You were signed out' }).waitFor();
      expect(new URL(page.url()).searchParams.get('next')).toBe(path);
      await keepsNothingOf(page, person);
    });

  it('X44 X11 asks without a use of the session, so that it ends where nobody uses the page', async () => {
    const seat = await sitDown();
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await seat.takesOver(person);
    await seat.page.goto('/account', { waitUntil: 'networkidle' });
    await seat.isOnAccountPage();
    for (let minutes = 0; minutes < 60; minutes += 10) {
      app.clock.advance(10 * MINUTE);
      expect(await asksAfter(seat, MINUTE + 5_000)).toBe('?unattended=1');
    }
    app.clock.advance(1);
    await seat.page.clock.fastForward(MINUTE + 5_000);
    await seat.isOn('/sign-in');
  });

  it('X44 X11 the session goes on while the person types, and asks for nothing else', async () => {
    const seat = await sitDown();
    const { page } = seat;
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await seat.takesOver(person);
    await page.goto('/account', { waitUntil: 'networkidle' });
    await page.getByTestId('change-email').click();
    const field = page.getByTestId('email');
    for (let minutes = 0; minutes < 90; minutes += 30) {
      await field.press('x');
      app.clock.advance(30 * MINUTE);
      expect(await asksAfter(seat, MINUTE + 5_000)).toBe('');
    }
    expect(await field.inputValue()).toBe('xxx');
    expect(await asksAfter(seat, MINUTE + 5_000)).toBe('?unattended=1');
    await seat.isOn('/account');
  });

  it('X44 asks more often near the end of the session', async () => {
    const seat = await sitDown();
    const { page } = seat;
    await page.route('**/auth/session*', async (route) => {
      const response = await route.fetch();
      const expiresAt = new Date((await page.evaluate(() => Date.now())) + 20_000).toISOString();
      const { session } = await response.json();
      await route.fulfill({ response, json: { session: { ...session, expiresAt } } });
    });
    await atAccount(seat);
    expect(await asksAfter(seat, 15_000)).toBe('?unattended=1');
  });

  it('X44 a page without the server stays until its session may be over, and is hidden then', async () => {
    const seat = await sitDown();
    const { page } = seat;
    const { identifier } = await atAccount(seat);
    await page.route('**/auth/session*', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed', (request) => isQuestion(request.url()));
    await page.clock.fastForward(MINUTE + 5_000);
    await failed;
    expect(await page.getByTestId('no-answer').count()).toBe(0);
    expect(await shows(page)).toContain(identifier);
    // The app is years ahead of the browser.
    await page.clock.fastForward(app.clock.now + 31 * DAY - Date.now());
    await page.getByTestId('no-answer').waitFor();
    expect(await shows(page)).not.toContain(identifier);
  });
});
