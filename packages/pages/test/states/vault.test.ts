import { chromiumForThisFile, chromiumHere, newcomerAt, type Seat } from '@sallyport/example-quickstart/test/browser';
import { SECOND } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import {
  askToReplaceKey,
  makesVault,
  NOTE,
  ownsVaultByPasskey,
  ownsVaultBySecret,
  shownNote,
  shownWays,
  signsInToVault,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import type { AuthenticatorTraits } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

const NEXT_SECRET = 'a short walk by the sea';

const WITH_PRF: AuthenticatorTraits = { transport: 'internal', ctap2Version: 'ctap2_1', hasPrf: true };
const WITHOUT_PRF: AuthenticatorTraits = { transport: 'internal' };

describe.skipIf(chromiumHere === null)('the vault, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('N11 one gesture signs in and shows the note', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    await ownsVaultByPasskey(seat, app);
    expect(await shownWays(seat)).toEqual(['passkey', 'secret', 'emergency']);

    const { status } = await seat.posts('/sign-in/passkey', () => signsInToVault(seat));
    expect(status).toBe(200);
    expect(await shownNote(seat)).toBe(NOTE);
    expect(await seat.page.evaluate(() => Reflect.get(globalThis, 'promptsOpened'))).toBe(0);
  });

  it('N11 what was handed over opens once: the page asks for the passkey when it is loaded again', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    await ownsVaultByPasskey(seat, app);
    // A proof from two seconds ago is not enough.
    app.clock.advance(2 * SECOND);
    await seat.page.reload();
    await seat.page.getByTestId('open-with-passkey').click();
    await seat.pressesPasskeyButton();
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('a passkey that is lost leads to the master secret, which opens the vault as well', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    await ownsVaultByPasskey(seat, app);
    app.clock.advance(2 * SECOND);
    await seat.touches();
    await seat.page.reload();
    await seat.page.getByTestId('open-with-passkey').click();
    await seat.page.getByTestId('lost').click();
    expect(await seat.page.getByTestId('dialog').textContent()).toContain('open the vault with the master secret');
    await seat.page.goBack();
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('P21 a passkey opens the vault only after the owner says so, and a removed passkey stays out', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    const { page } = seat;
    await ownsVaultByPasskey(seat, app);
    await removesWay(seat, 'passkey');
    // Signs in with the removed passkey, and opens the vault with the master secret.
    await signsInToVault(seat);
    await typesSecret(seat);
    await page.getByTestId('offer').waitFor();
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);
    expect(await page.getByTestId('news').isVisible()).toBe(false);
    // Another act leaves the offer, and a press adds the passkey without another gesture.
    await removesWay(seat, 'emergency');
    await page.getByTestId('let-in').click();
    await page.getByTestId('news').filter({ hasText: 'opens the vault now' }).waitFor();
    expect(await shownWays(seat)).toEqual(['secret', 'passkey']);
    expect(await page.getByTestId('offer').count()).toBe(0);
    await signsInToVault(seat);
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('P21 a passkey that the account has is let in without another passkey', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    const { page } = seat;
    await ownsVaultByPasskey(seat, app);
    expect(await page.getByTestId('add-existing-passkey').count()).toBe(0);
    await removesWay(seat, 'passkey');
    await page.getByTestId('add-passkey').click();
    expect(await page.getByTestId('dialog').textContent()).toContain('press “Use a passkey you have”');
    await page.keyboard.press('Escape');
    app.clock.advance(2 * SECOND);
    await page.getByTestId('add-existing-passkey').click();
    await seat.pressesPasskeyButton();
    await page.getByTestId('news').filter({ hasText: 'opens the vault now' }).waitFor();
    expect(await shownWays(seat)).toEqual(['secret', 'emergency', 'passkey']);
    expect((await seat.account()).factors.passkeys).toHaveLength(1);
  });

  it('P21 a way goes after a question, and none of the last beside passkeys does', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    await ownsVaultByPasskey(seat, app);
    expect(await removesWay(seat, 'secret')).toMatch(/This master secret will no longer open.*Emergency account\./);
    expect(await shownWays(seat)).toEqual(['passkey', 'emergency']);
    const emergency = wayOf(seat, 'emergency');
    expect(await emergency.getByTestId('remove-way').count()).toBe(0);
    expect(await emergency.textContent()).toContain('only passkeys would be left');
    await seat.page.getByTestId('change-secret').filter({ hasText: 'Set up a master secret' }).click();
    await askToReplaceKey(seat, NEXT_SECRET);
    await seat.page.getByTestId('news').filter({ hasText: 'opens the vault now' }).waitFor();
    expect(await removesWay(seat, 'emergency')).toContain('The account itself stays');
    expect(await shownWays(seat)).toEqual(['passkey', 'secret']);
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('P21 who removes the last own way is told so before, and the closed vault then asks for nothing that does not open it', async () => {
    const seat = await desk.sitDown();
    await ownsVaultBySecret(seat, app);
    expect(await removesWay(seat, 'secret')).toContain('You can then no longer open the vault yourself');
    await seat.page.getByTestId('lock').click();
    await seat.page.getByTestId('no-own-way').waitFor();
    expect(await seat.page.getByTestId('secret').count()).toBe(0);
    expect(await seat.page.getByTestId('open-with-passkey').count()).toBe(0);
    await seat.page.getByTestId('lost-everything').click();
    await seat.page.getByTestId('lost').waitFor();
  });

  it('P21 without the emergency account, the page for a lost vault names what still opens the vault', async () => {
    const seat = await desk.sitDown();
    await ownsVaultBySecret(seat, app);
    await removesWay(seat, 'emergency');
    expect(await wayOf(seat, 'secret').textContent()).toContain('nothing else opens the vault');
    await seat.page.getByTestId('lock').click();
    await seat.page.getByTestId('lost-everything').click();
    const told = await seat.page.getByTestId('lost').textContent();
    expect(told).toContain('Only this still opens the vault: Master secret.');
    expect(told).not.toContain('never');
  });

  it('P21 a new master secret is typed twice, and is long; a slip changes nothing', async () => {
    const seat = await desk.sitDown();
    await newcomerAt(seat, app);
    await seat.page.goto('/vault');
    const makes = async (secret: string): Promise<void> => {
      for (const name of ['secret', 'again']) await seat.page.getByTestId(name).fill(secret);
      await seat.page.getByTestId('make-vault').click();
    };
    // 14 characters, as people count: the letter with the accent is two code points before the normalisation.
    await makes('e\u0301ight by eight');
    expect(await seat.says()).toContain('at least 15 characters');
    expect(await seat.page.getByTestId('secret').getAttribute('aria-invalid')).toBe('true');
    await makesVault(seat);
    await seat.page.getByTestId('change-secret').click();
    await askToReplaceKey(seat, 'kurz');
    expect(await seat.says()).toContain('at least 15 characters');
    await askToReplaceKey(seat, NEXT_SECRET, { again: `${NEXT_SECRET}.` });
    expect(await seat.says()).toContain('not the same');
    expect(await seat.page.getByTestId('next-again').getAttribute('aria-invalid')).toBe('true');
    await askToReplaceKey(seat, NEXT_SECRET);
    await seat.page.getByTestId('news').filter({ hasText: 'is changed' }).waitFor();
    await seat.page.getByTestId('lock').click();
    await typesSecret(seat, NEXT_SECRET);
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('X21 the account page says that no file has the note, and that a deletion takes the vault', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('delete-account').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('in your vault');
    await page.goto('/vault');
    await makesVault(seat);
    await page.goto('/account');
    await page.getByTestId('delete-account').click();
    expect(await page.locator('main').textContent()).toContain('What is in your vault is not in the file');
    expect(await page.getByTestId('dialog').textContent()).toMatch(
      /Your vault is deleted as well.*copy it on the page/s,
    );
  });

  it('a note that is not saved stays through another act, and is lost only after a question', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await ownsVaultBySecret(seat, app);
    await page.getByTestId('note').fill('not saved yet');
    expect(await page.getByTestId('saved').textContent()).toBe('');
    await page.getByTestId('lock').click();
    await page.getByTestId('dialog').filter({ hasText: 'without saving' }).getByTestId('cancel').click();
    expect(await shownNote(seat)).toBe('not saved yet');
    await removesWay(seat, 'emergency');
    expect(await shownNote(seat)).toBe('not saved yet');
    await page.getByTestId('lock').click();
    await page.getByTestId('confirm').click();
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(NOTE);
    await page.getByTestId('note').fill('saved');
    await page.getByTestId('save-note').click();
    await page.getByTestId('saved').filter({ hasText: 'Saved' }).waitFor();
    await page.getByTestId('lock').click();
    await page.getByTestId('locked').waitFor();
  });

  it('a reload asks while the note is not saved, and not before or after', async () => {
    const seat = await desk.sitDown(WITHOUT_PRF);
    await ownsVaultBySecret(seat, app);
    const { page } = seat;
    const asked: string[] = [];
    let leaves = false;
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void (leaves ? dialog.accept() : dialog.dismiss());
    });
    const note = page.getByTestId('note');
    /** The question counts only after the person used the page. */
    const types = async (text: string): Promise<void> => {
      await note.click();
      await page.keyboard.press('End');
      await page.keyboard.type(text);
    };
    await types(' More');
    await page.evaluate(() => location.reload());
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await shownNote(seat)).toBe(`${NOTE} More`);

    await page.getByTestId('save-note').click();
    await page.getByTestId('saved').filter({ hasText: 'Saved' }).waitFor();
    await page.reload();
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(`${NOTE} More`);
    expect(asked).toHaveLength(1);

    leaves = true;
    await types(' and more');
    await page.reload();
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(`${NOTE} More`);
    expect(asked).toEqual(['beforeunload', 'beforeunload']);

    // The owner has agreed to lose the text already.
    await types(' and more');
    await page.getByTestId('lock').click();
    await page.getByTestId('dialog').getByTestId('confirm').click();
    await page.getByTestId('locked').waitFor();
    await page.reload();
    await typesSecret(seat);
    expect(asked).toHaveLength(2);

    // After the end of the session the text is lost, and the page asks nothing.
    await types(' and more');
    await page.request.delete('/auth/session', { headers: { origin: app.url } });
    await page.getByTestId('save-note').click();
    await seat.isOn('/sign-in');
    expect(asked).toHaveLength(2);
  });

  it('N11 a passkey without PRF signs in, and the master secret opens the vault', async () => {
    const seat = await desk.sitDown(WITHOUT_PRF);
    await ownsVaultByPasskey(seat, app);
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);
    await signsInToVault(seat);
    await typesSecret(seat, 'not the secret');
    expect(await seat.says()).toContain('That’s not the master secret.');
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(NOTE);
  });
});

const wayOf = ({ page }: Seat, kind: string) => page.locator(`[data-testid=way][data-kind=${kind}]`);

/** Removes a way into the vault. Resolves to the question before. */
async function removesWay(seat: Seat, kind: string): Promise<string | null> {
  await wayOf(seat, kind).getByTestId('remove-way').click();
  const asked = await seat.page.getByTestId('dialog').textContent();
  await seat.page.getByTestId('confirm').click();
  await wayOf(seat, kind).waitFor({ state: 'detached' });
  return asked;
}
