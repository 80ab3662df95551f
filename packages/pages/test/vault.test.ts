import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { SECOND } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import {
  NOTE,
  ownsVaultByPasskey,
  shownNote,
  shownWays,
  signsInToVault,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import type { AuthenticatorTraits } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

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

  it('P21 a way goes after a question, and none of the last beside passkeys does', async () => {
    const seat = await desk.sitDown(WITH_PRF);
    await ownsVaultByPasskey(seat, app);
    const removes = async (kind: string): Promise<void> => {
      const way = seat.page.locator(`[data-testid=way][data-kind=${kind}]`);
      await way.getByTestId('remove-way').click();
      await seat.page.getByTestId('confirm').click();
    };
    await removes('secret');
    await seat.page.getByTestId('news').filter({ hasText: 'gone' }).waitFor();
    expect(await shownWays(seat)).toEqual(['passkey', 'emergency']);
    await removes('emergency');
    expect(await seat.says()).toContain('passkeys alone');
    await seat.page.getByTestId('cancel').click();
    expect(await shownWays(seat)).toEqual(['passkey', 'emergency']);
    expect(await shownNote(seat)).toBe(NOTE);
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
