import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { heldBack, holds, isOutOfSight, looksAt, shows } from '@sallyport/example-quickstart/test/shared-computer';
import { makesVault, NOTE, ownsVaultBySecret } from '@sallyport/example-quickstart/test/vault-page';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a page in another tab, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** A new person at the account page. */
  async function atAccount(seat: Seat): Promise<Person> {
    const person = await newcomerAt(seat, app);
    await seat.page.goto('/account', { waitUntil: 'networkidle' });
    await seat.page.getByTestId('overview').waitFor();
    return person;
  }

  /** A new person at the open vault, which shows the note. */
  async function atVault(seat: Seat): Promise<Person> {
    const person = await ownsVaultBySecret(seat, app);
    await seat.page.locator('#who').filter({ hasText: person.identifier }).waitFor();
    return person;
  }

  const pages = [
    ['/account', atAccount],
    ['/vault', atVault],
  ] as const;

  const signsOut = async ({ page }: Seat): Promise<void> => {
    await page.goto('/account');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
  };

  const isEmpty = (page: Page): Promise<void> =>
    page.getByTestId('signed-out').filter({ hasText: 'You were signed out' }).waitFor();

  async function keepsNothingOf(page: Page, { identifier }: Person): Promise<void> {
    const held = await holds(page);
    for (const personal of [identifier, NOTE]) expect(held).not.toContain(personal);
  }

  /** Waits until the tab asks whether the session lasts, holds the answer back, and looks at the page meanwhile. */
  async function isHiddenMeanwhile(page: Page, happens: () => Promise<unknown>): Promise<void> {
    const letGo = await heldBack(page);
    await happens();
    await expect.poll(() => shows(page)).toBe('');
    letGo();
  }

  it.each(pages)('X44 %s is empty at once where the person signs out in a tab beside', async (_, at) => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    const person = await at(seat);
    await signsOut(await seat.secondTab());
    await isEmpty(page);
    await keepsNothingOf(page, person);
    await looksAt(page);
    await seat.isOn('/sign-in');
    await page.getByTestId('note').filter({ hasText: 'You were signed out' }).waitFor();
    await keepsNothingOf(page, person);
  });

  it.each(pages)('X44 %s goes to the sign-in page where somebody looks at it meanwhile', async (path, at) => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await at(seat);
    await signsOut(await seat.secondTab());
    await seat.isOn('/sign-in');
    expect(new URL(page.url()).searchParams.get('next')).toBe(path);
    await keepsNothingOf(page, person);
  });

  it.each(pages)(
    'X44 %s is hidden when it is looked at, and empty where the session was ended on another device',
    async (_, at) => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const person = await at(seat);
      const other = person.elsewhere();
      await other.proves('password', 'email-code');
      expect((await other.client.delete('/account/sessions')).status).toBeLessThan(300);
      await isHiddenMeanwhile(page, () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
      await seat.isOn('/sign-in');
      await keepsNothingOf(page, person);
    },
  );

  it.each(pages)('X44 %s is empty at once where another tab learns that the session ended', async (_, at) => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    const person = await at(seat);
    const { page: beside } = await seat.secondTab();
    await beside.goto('/account', { waitUntil: 'networkidle' });
    await (await app.admin()).does('block', person, { reason: 'has left us' });
    await looksAt(beside);
    await isEmpty(page);
    await keepsNothingOf(page, person);
  });

  it.each(pages)('X44 %s is the page of the person who signs in with the same browser, at once', async (path, at) => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    const person = await at(seat);
    const tab = await seat.secondTab();
    const next = await newcomerAt(tab, app);
    await tab.page.goto('/account');
    await page.locator('#who').filter({ hasText: next.identifier }).waitFor();
    await seat.isOn(path);
    await keepsNothingOf(page, person);
  });

  it('X44 the next person’s sign-in shows at once, before a page is opened with it', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    const person = await atAccount(seat);
    const { identifier } = await app.newcomer();
    const tab = await seat.secondTab();
    await tab.page.goto('/sign-in?next=/assets/mark.svg');
    await tab.types(identifier);
    await tab.page.getByTestId('step-email-code').waitFor();
    await tab.page.getByTestId('code').fill(await mailedCode(app, identifier));
    await tab.isOn('/assets/mark.svg');
    await page.locator('#who').filter({ hasText: identifier }).waitFor();
    await keepsNothingOf(page, person);
  });

  it('X44 the page has what a person typed until the server answers, and loses it with the session', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await atAccount(seat);
    await page.getByTestId('change-email').click();
    const field = page.getByTestId('email');
    await field.fill('someone@new.example');
    await isHiddenMeanwhile(page, () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
    await field.waitFor();
    expect(await field.inputValue()).toBe('someone@new.example');
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await signsOut(await seat.secondTab());
    await seat.isOn('/sign-in');
    expect(await holds(page)).not.toContain('someone@new.example');
  });

  it('X44 nothing shows while the server does not answer, and the page as it was afterwards', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await atAccount(seat);
    await page.route('**/auth/session', (route) => route.abort());
    await looksAt(page);
    const notice = page.getByTestId('no-answer');
    await notice.waitFor();
    expect(await shows(page)).not.toContain(identifier);
    expect(await notice.textContent()).toContain('The server can’t be reached');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await shows(page)).not.toContain(identifier);
    await page.unroute('**/auth/session');
    await notice.getByTestId('ask-again').click();
    await notice.waitFor({ state: 'detached' });
    expect(await shows(page)).toContain(identifier);
  });

  it('X44 backup codes that nobody saved are gone, also from the storage of the tab', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await isOutOfSight(seat);
    await newcomerAt(seat, app);
    await seat.asksForAnotherPasskey();
    await page.getByTestId('backup-code').first().waitFor();
    const codes = await page.getByTestId('backup-code').allTextContents();
    expect(await holds(page)).toContain(codes[0]);
    // Otherwise the autofill of the sign-in page would sign in at once.
    await seat.touches();
    await signsOut(await seat.secondTab());
    await isEmpty(page);
    const held = await holds(page);
    for (const code of codes) expect(held).not.toContain(code);
  });

  it('X44 backup codes stay for a person who chooses to stay on the page', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownsVaultBySecret(seat, app);
    await page.getByTestId('note').fill('not saved');
    await page.getByTestId('add-passkey').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('backup-code').first().waitFor();
    const codes = await page.getByTestId('backup-code').allTextContents();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    expect(await page.getByTestId('backup-code').allTextContents()).toEqual(codes);
    expect(await page.getByTestId('backup-code').first().isVisible()).toBe(true);
  });

  it('X44 a text that is not saved asks nothing and holds nothing up once the person has signed out', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await atVault(seat);
    await page.getByTestId('note').fill(`${NOTE} And the fourth.`);
    const asked: string[] = [];
    page.on('dialog', async (dialog) => {
      asked.push(dialog.type());
      await dialog.dismiss();
    });
    await signsOut(await seat.secondTab());
    await seat.isOn('/sign-in');
    expect(asked).toEqual([]);
    await keepsNothingOf(page, person);
  });

  it('X44 a sign-out that the server does not take leaves the page, and what the tab keeps', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await atAccount(seat);
    await page.route('**/auth/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.fallback(),
    );
    const kept = await page.evaluate(() => Object.keys(sessionStorage).sort());
    await page.getByTestId('sign-out').click();
    await page.getByTestId('error').filter({ hasText: 'can’t be reached' }).waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage).sort())).toEqual(kept);
    await page.getByTestId('overview').waitFor();
  });

  it('says so in German, with a way to sign in', async () => {
    const { page, ...seat } = await germanSeat();
    expect(await shows(page)).toBe('Sie wurden abgemeldetWieder anmelden');
    await looksAt(page);
    await seat.isOn();
  });

  async function germanSeat(): Promise<{ readonly page: Page; isOn(): Promise<void> }> {
    const seat = await desk.sitDown();
    await seat.page.setExtraHTTPHeaders({ 'accept-language': 'de' });
    await isOutOfSight(seat);
    await atAccount(seat);
    await signsOut(await seat.secondTab());
    await seat.page.getByTestId('signed-out').waitFor();
    return { page: seat.page, isOn: () => seat.isOn('/sign-in') };
  }

  it('the vault opens again where the person is still signed in', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/vault');
    await makesVault(seat);
    await isHiddenMeanwhile(page, () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
    await expect.poll(() => page.getByTestId('note').isVisible()).toBe(true);
    expect(await page.getByTestId('note').inputValue()).toBe(NOTE);
  });
});
