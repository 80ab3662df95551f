import { describe, expect, it } from 'vitest';
import { chromiumForThisFile, chromiumHere, type Seat } from '../support/browser.ts';
import { HOUR } from '../support/clock.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { makesVault, NOTE, ownsVaultByPasskey, shownNote } from '../support/vault-page.ts';
import { INTERNAL } from '../support/virtual-authenticator.ts';

const app = await quickstartForThisFile();

/** A file of the pages without a script: developer tools see the storage of the origin there. */
const ELSEWHERE = '/assets/mark.svg';

describe.skipIf(chromiumHere === null)('the key that a sign-in by passkey leaves for the vault, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Somebody with a vault signs in by passkey, reads the account page, and closes the tab without signing out. */
  async function signsInAndCloses(): Promise<{ readonly seat: Seat; readonly owner: Person }> {
    const seat = await desk.sitDown({ ...INTERNAL, hasPrf: true });
    const owner = await ownsVaultByPasskey(seat, app);
    await seat.signsInAlone();
    await seat.touches();
    return { seat, owner };
  }

  const isLeft = ({ page }: Seat): Promise<boolean> =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const request = indexedDB.open('sallyport-vault');
          request.onsuccess = () => {
            const database = request.result;
            if (!database.objectStoreNames.contains('passkey')) return resolve(false);
            const count = database.transaction('passkey').objectStore('passkey').count();
            count.onsuccess = () => {
              database.close();
              resolve(count.result > 0);
            };
          };
        }),
    );

  /** As somebody does with the developer tools. */
  const lastsLonger = ({ page }: Seat): Promise<void> =>
    page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('sallyport-vault');
          request.onsuccess = () => {
            const store = request.result.transaction('passkey', 'readwrite').objectStore('passkey');
            const kept = store.get('passkey');
            kept.onsuccess = () => {
              store.put({ ...kept.result, until: Number.MAX_SAFE_INTEGER }, 'passkey').onsuccess = () => {
                request.result.close();
                resolve();
              };
            };
          };
        }),
    );

  it('X44 does not outlive the session that ended while no page was open', async () => {
    const { seat } = await signsInAndCloses();
    const next = await seat.secondTab();
    await seat.page.close();
    app.clock.advance(40 * 24 * HOUR);
    await next.page.goto('/account');
    await next.page.getByTestId('password').waitFor();
    expect(await isLeft(next)).toBe(false);
  });

  it('P21 X44 opens no vault an hour later, for whoever sits at the computer in a session of the owner', async () => {
    const { seat } = await signsInAndCloses();
    const next = await seat.secondTab();
    await seat.page.close();
    await next.page.clock.install({ time: Date.now() + HOUR });
    await next.page.goto(ELSEWHERE);
    if (await isLeft(next)) await lastsLonger(next);
    await next.page.goto('/vault');
    const open = next.page.getByTestId('note');
    await next.page.getByTestId('locked').or(open).first().waitFor();
    expect(await open.count()).toBe(0);
  });

  it('P21 X44 opens no vault for a thief with the password and a backup code, after the owner’s session ended', async () => {
    const { seat, owner } = await signsInAndCloses();
    const headers = { origin: new URL(seat.page.url()).origin };
    const made = await (await seat.page.request.post('/auth/account/backup-codes', { headers, data: {} })).json();
    const next = await seat.secondTab();
    await seat.page.close();
    app.clock.advance(40 * 24 * HOUR);
    await next.page.clock.install({ time: Date.now() + HOUR });
    const thief = owner.elsewhere();
    thief.has.backupCodes = [...made.backupCodes];
    expect(await thief.proves('password', 'backup-code')).toMatchObject({ body: { status: 'complete' } });
    await next.takesOver(thief);
    await next.page.goto(ELSEWHERE);
    if (await isLeft(next)) await lastsLonger(next);
    await next.page.goto('/vault');
    const open = next.page.getByTestId('note');
    await next.page.getByTestId('locked').or(open).first().waitFor();
    expect((await open.count()) > 0 ? await shownNote(next) : '').not.toBe(NOTE);
  });

  it('P21 X44 opens no vault after a sign-out by the button of docs/guide/frameworks.md', async () => {
    const { seat, owner } = await signsInAndCloses();
    const { page } = seat;
    const headers = { origin: new URL(page.url()).origin };
    const made = await (await page.request.post('/auth/account/backup-codes', { headers, data: {} })).json();
    // A page of the host, with no script of ours.
    await page.goto(ELSEWHERE);
    expect(await page.evaluate(async () => (await fetch('/auth/session', { method: 'DELETE' })).status)).toBe(200);
    const thief = owner.elsewhere();
    thief.has.backupCodes = [...made.backupCodes];
    expect(await thief.proves('password', 'backup-code')).toMatchObject({ body: { status: 'complete' } });
    await seat.takesOver(thief);
    await page.goto('/vault');
    const open = page.getByTestId('note');
    await page.getByTestId('locked').or(open).first().waitFor();
    expect(await open.count()).toBe(0);
  });

  it('P21 X44 is not taken for the next person’s, who makes a vault', async () => {
    const { seat } = await signsInAndCloses();
    const { page } = seat;
    await page.goto(ELSEWHERE);
    expect(await page.evaluate(async () => (await fetch('/auth/session', { method: 'DELETE' })).status)).toBe(200);
    const next = await app.newcomer();
    expect(await next.proves('password', 'email-code')).toMatchObject({ body: { status: 'complete' } });
    await seat.takesOver(next);
    await page.goto('/vault');
    const making = page.getByTestId('no-vault');
    await making.waitFor();
    expect(await making.textContent()).not.toContain('The passkey you just used will open it');
    await makesVault(seat);
    expect(await shownNote(seat)).toBe(NOTE);
  });
});
