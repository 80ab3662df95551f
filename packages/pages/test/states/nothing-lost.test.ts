import { readFile } from 'node:fs/promises';
import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('nothing is lost by a reload, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Signs in a contractor, up to the choice of a second step that the policy requires. */
  async function comesToEnroll(seat: Seat): Promise<Person> {
    const person = await app.newcomer('contractor');
    const { page } = seat;
    await seat.usesPassword(person.identifier);
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await mailedCode(app, person.identifier));
    await seat.isOn('/enroll');
    await page.getByTestId('enroll-totp').waitFor();
    return person;
  }

  const secretOf = ({ page }: Seat): Promise<string> =>
    page
      .getByTestId('totp-secret')
      .textContent()
      .then((text) => text ?? '');

  async function confirms(seat: Seat, secret: string): Promise<void> {
    await seat.page.getByTestId('code').fill(totpCode(secret, app.clock.now));
  }

  it('a key stays the same until it is confirmed, and the codes until they are saved', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await comesToEnroll(seat);
    expect(await page.getByTestId('signing-in').textContent()).toContain(person.identifier);
    await page.getByTestId('enroll-totp').click();
    const secret = await secretOf(seat);
    await page.reload();
    expect(await secretOf(seat)).toBe(secret);
    expect(await page.getByTestId('signing-in').textContent()).toContain(person.identifier);
    await confirms(seat, secret);

    const codes = await shownCodes(seat);
    expect(codes.length).toBeGreaterThan(4);
    for (const again of [() => page.reload(), () => page.goto('/sign-in'), () => page.goto('/account')]) {
      await again();
      expect(await shownCodes(seat)).toEqual(codes);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await shownCodes(seat)).toEqual(codes);
    await page.getByTestId('done').click();
    await page.reload();
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('backup-codes').count()).toBe(0);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(secret);
  });

  async function shownCodes({ page }: Seat): Promise<readonly string[]> {
    await page.getByTestId('backup-codes').waitFor();
    return page.getByTestId('backup-code').allTextContents();
  }

  it('a key that is given up is not shown again, nor is one that another tab made void', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await comesToEnroll(seat);
    await page.getByTestId('enroll-totp').click();
    const given = await secretOf(seat);
    await page.getByTestId('enroll-back').click();
    await page.getByTestId('enroll-totp').click();
    const mine = await secretOf(seat);
    expect(mine).not.toBe(given);

    const tab = await page.context().newPage();
    await tab.goto('/enroll');
    await tab.getByTestId('enroll-totp').click();
    await tab.getByTestId('totp-secret').waitFor();
    expect(await seat.says()).toContain('in another tab');
    await page.reload();
    await page.getByTestId('enroll-totp').waitFor();
  });

  it('a key that is begun on the account page is there after a reload, and gone once it is cancelled', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('enroll-totp').click();
    const secret = await secretOf(seat);
    await page.reload();
    await page.getByTestId('dialog').waitFor();
    expect(await secretOf(seat)).toBe(secret);
    await page.getByTestId('cancel').click();
    await page.reload();
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('dialog').count()).toBe(0);
    await page.getByTestId('enroll-totp').click();
    expect(await secretOf(seat)).not.toBe(secret);
  });

  it('codes are shown once where the page learns only afterwards whose it is, and again after a reload', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    // The page requests the account twice: for its cards, and then for its header. The test holds back the second answer.
    let asked = 0;
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/auth/account', async (route) => {
      asked += 1;
      if (asked === 2) await held;
      await route.fallback();
    });
    await seat.asksForAnotherPasskey();
    const codes = await shownCodes(seat);
    const whose = page.locator('#who').filter({ hasText: identifier });
    expect(await whose.count()).toBe(0);
    letGo();
    await whose.waitFor();
    expect(await page.getByTestId('dialog').count()).toBe(1);
    await page.reload();
    expect(await shownCodes(seat)).toEqual(codes);
    await page.getByTestId('done').click();
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await whose.waitFor();
    expect(await page.getByTestId('dialog').count()).toBe(0);
  });

  it('codes that are not saved are nobody else’s, and go with the session', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await seat.asksForAnotherPasskey();
    await page.getByTestId('done').waitFor();
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    await page.locator('#sessions-title').waitFor();
    expect(await page.getByTestId('backup-codes').count()).toBe(0);
    // Otherwise the autofill of the sign-in page would sign in at once.
    await seat.touches();
    await page.getByTestId('sign-out').click();
    await page.getByTestId('password').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain('unsaved');
  });

  it('backup codes can be downloaded, copied and printed, and nothing else is on the sheet', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    await seat.allowsClipboard();
    await page.addInitScript('globalThis.print = () => { globalThis.printed = true; };');
    const { identifier } = await newcomerAt(seat, app);
    await seat.asksForAnotherPasskey();
    const codes = await shownCodes(seat);

    await page.getByTestId('copy-backup-codes').click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('download-backup-codes').click(),
    ]);
    expect(file.suggestedFilename()).toBe('backup-codes.txt');
    const written = await readFile(await file.path(), 'utf8');
    expect(written).toContain(`${identifier} at ${new URL(app.url).host}`);
    expect(written).toContain(codes.join('\n'));
    await page.getByTestId('print-backup-codes').click();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'printed'))).toBe(true);

    await page.emulateMedia({ media: 'print' });
    expect(await page.getByTestId('backup-codes').isVisible()).toBe(true);
    expect(await page.locator('.only-printed').isVisible()).toBe(true);
    for (const other of [
      page.getByTestId('done'),
      page.getByRole('banner'),
      page.getByRole('heading', { level: 1 }).first(),
    ])
      expect(await other.isVisible()).toBe(false);
  });

  it('new backup codes say that the old ones are dead, before and after', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await seat.registersPasskey();
    await seat.signsInAlone();
    await page.getByTestId('new-backup-codes').click();
    expect(await page.getByTestId('dialog').textContent()).toContain('as soon as you press the button');
    await page.getByTestId('confirm').click();
    await page.getByTestId('codes-replaced').filter({ hasText: 'don’t work any more' }).waitFor();
    await page.reload();
    await page.getByTestId('codes-replaced').waitFor();
    const [code] = await shownCodes(seat);
    await page.getByTestId('done').click();

    app.clock.advance(MINUTE);
    await seat.usesPassword(person.identifier);
    await page.getByTestId('method-backup-code').click();
    await page.getByTestId('code').fill(code ?? '');
    await page.getByTestId('submit').click();
    await seat.isOnAccountPage();
  });
});
