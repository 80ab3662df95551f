import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { holds, isOutOfSight } from '@sallyport/example-quickstart/test/shared-computer';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

/** A page that shows nobody, and whose address has the origin of the pages. */
const ELSEWHERE = '/assets/mark.svg';

describe.skipIf(chromiumHere === null)('what a tab keeps for one person, before the next person, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  interface Begun {
    readonly seat: Seat;
    readonly person: Person;
    readonly secret: string;
  }

  /** A person begins the set-up of an authenticator app at the account page. */
  async function begins(): Promise<Begun> {
    const seat = await desk.sitDown();
    await isOutOfSight(seat);
    const person = await newcomerAt(seat, app);
    await seat.page.goto('/account');
    await seat.page.getByTestId('enroll-totp').click();
    const secret = await secretOf(seat);
    expect(await holds(seat.page)).toContain(secret);
    return { seat, person, secret };
  }

  const secretOf = async ({ page }: Seat): Promise<string> =>
    (await page.getByTestId('totp-secret').textContent()) ?? '';

  async function signsIn(seat: Seat): Promise<Person> {
    const person = await app.newcomer();
    await seat.page.goto('/sign-in');
    await seat.types(person.identifier);
    await seat.page.getByTestId('step-email-code').waitFor();
    await seat.page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await seat.isOnAccountPage();
    return person;
  }

  const signsOut = async ({ page }: Seat): Promise<void> => {
    await page.goto('/account');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
  };

  /** The person at the tab sets up an app of their own, with a key of their own. */
  async function setsUpOwnApp({ seat, person, secret }: Begun): Promise<void> {
    const { page } = seat;
    await page.getByTestId('overview').waitFor();
    await page.getByTestId('enroll-totp').click();
    const own = await secretOf(seat);
    expect(own).not.toBe(secret);
    const held = await holds(page);
    for (const personal of [secret, person.identifier]) expect(held).not.toContain(personal);
    await page.getByTestId('code').fill(totpCode(own, app.clock.now));
    await page.getByTestId('backup-code').first().waitFor();
  }

  it('X44 a key is not the next person’s after a sign-out in another tab', async () => {
    const begun = await begins();
    const { seat } = begun;
    await seat.page.goto(ELSEWHERE);
    await signsOut(await seat.secondTab());
    await signsIn(seat);
    await setsUpOwnApp(begun);
  });

  it('X44 a key is not the next person’s after the session was ended on another device', async () => {
    const begun = await begins();
    const { seat, person } = begun;
    await seat.page.goto(ELSEWHERE);
    const other = person.elsewhere();
    await other.proves('password', 'email-code');
    expect((await other.client.delete('/account/sessions')).status).toBeLessThan(300);
    await signsIn(seat);
    await setsUpOwnApp(begun);
  });

  it('X44 a key is not the next person’s, who signs in in another tab', async () => {
    const begun = await begins();
    const { seat } = begun;
    const next = await signsIn(await seat.secondTab());
    await seat.page.locator('#who').filter({ hasText: next.identifier }).waitFor();
    await seat.page.getByTestId('overview').waitFor();
    await seat.page.waitForLoadState('networkidle');
    expect(await holds(seat.page)).not.toContain(begun.secret);
    expect(await seat.page.getByTestId('totp-secret').count()).toBe(0);
    await setsUpOwnApp(begun);
  });

  it('X44 a key is not the next person’s in a tab that showed no page meanwhile', async () => {
    const begun = await begins();
    const { seat } = begun;
    await seat.page.goto(ELSEWHERE);
    await signsIn(await seat.secondTab());
    await seat.page.goto('/account');
    await setsUpOwnApp(begun);
  });

  it('X44 a key goes with its session, also for the same person', async () => {
    const { seat, person, secret } = await begins();
    await seat.page.goto(ELSEWHERE);
    app.clock.advance(MINUTE);
    const again = person.elsewhere();
    await again.proves('password', 'email-code');
    await seat.takesOver(again);
    await seat.page.goto('/account');
    await seat.page.getByTestId('enroll-totp').click();
    expect(await secretOf(seat)).not.toBe(secret);
  });

  describe('in a sign-in', () => {
    const CODES = ['aaaa-bbbb', 'cccc-dddd'];

    /** A person in a sign-in has backup codes that nobody saved, while the sign-in goes on. */
    async function hasCodes(): Promise<Seat> {
      const seat = await desk.sitDown();
      const { page } = seat;
      const person = await app.newcomer('contractor');
      await seat.usesPassword(person.identifier);
      await page.getByTestId('step-email-code').waitFor();
      await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
      await page.getByTestId('enroll-totp').click();
      const json = { status: 'continue', accept: [{ method: 'totp' }], because: [], backupCodes: CODES };
      await page.route('**/auth/enroll/totp/confirm', (route) => route.fulfill({ json }));
      await page.getByTestId('code').fill('123456');
      await page.getByTestId('backup-code').first().waitFor();
      return seat;
    }

    /** Another person begins a sign-in in a second tab, and goes on in the first tab. */
    const nextBegins = async ({ page }: Seat, tab: Seat): Promise<void> => {
      const next = await app.newcomer();
      await tab.page.goto('/sign-in?as=');
      await tab.types(next.identifier);
      await tab.page.getByTestId('step-email-code').waitFor();
      await page.goto('/sign-in');
      await page.getByTestId('step-email-code').waitFor();
    };

    it('X44 codes that are not saved stay in their sign-in', async () => {
      const { page } = await hasCodes();
      await page.reload();
      await page.getByTestId('backup-code').first().waitFor();
      expect(await page.getByTestId('backup-code').allTextContents()).toEqual(CODES);
    });

    it.each([
      ['beside the page of the codes', undefined],
      ['while the tab shows no page', ELSEWHERE],
    ])('X44 codes that are not saved are not the next sign-in’s, %s', async (_, elsewhere) => {
      const seat = await hasCodes();
      if (elsewhere !== undefined) await seat.page.goto(elsewhere);
      await nextBegins(seat, await seat.secondTab());
      for (const code of CODES) expect(await holds(seat.page)).not.toContain(code);
    });
  });
});
