import { newcomerAt, ownerAt, type Seat } from './browser.ts';
import type { Person } from './person.ts';
import type { Quickstart } from './quickstart.ts';
import type { VirtualAuthenticator } from './virtual-authenticator.ts';

/** The master secret on the vault's page in these tests. */
export const SECRET = 'a long walk by the sea';
export const NOTE = 'Only I read this: the key is under the third stone.';

/** Opens the vault's page on an unknown device, and signs in by passkey on the way. */
export async function signsInToVault(seat: Seat, ...touched: readonly VirtualAuthenticator[]): Promise<void> {
  await seat.forgetsEverything();
  await seat.touches();
  await seat.page.goto('/sign-in?next=/vault');
  await seat.page.getByTestId('passkey-button').waitFor();
  if (seat.authenticators.some(({ transport }) => transport === 'internal')) {
    await seat.page.waitForFunction(() => Reflect.get(globalThis, 'promptsOpened') > 0);
  }
  await seat.pressesPasskeyButton(...touched);
  await seat.isOn('/vault');
}

/** Creates the vault, and saves the note. */
export async function makesVault(seat: Seat, secret: string = SECRET): Promise<void> {
  const { page } = seat;
  await page.getByTestId('secret').fill(secret);
  await page.getByTestId('again').fill(secret);
  await page.getByTestId('make-vault').click();
  await page.getByTestId('note').fill(NOTE);
  await page.getByTestId('save-note').click();
  await page.getByTestId('saved').filter({ hasText: 'Saved' }).waitFor();
}

/** A new person with a passkey on the first authenticator, in front of a new vault with the note. */
export async function ownsVaultByPasskey(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await ownerAt(seat, app);
  await signsInToVault(seat, seat.authenticator);
  await makesVault(seat);
  return person;
}

/** A new person without a passkey, in front of a new vault with the note. A master secret and the emergency account open the vault. */
export async function ownsVaultBySecret(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await newcomerAt(seat, app);
  await seat.page.goto('/vault');
  await makesVault(seat);
  return person;
}

/** Opens the closed vault with the master secret. */
export async function typesSecret(seat: Seat, secret: string = SECRET): Promise<void> {
  await seat.page.getByTestId('locked').waitFor();
  await seat.page.getByTestId('secret').fill(secret);
  await seat.page.getByTestId('open-vault').click();
}

/** Adds a passkey on the vault's page, on this authenticator. Resolves to the page's message. */
export async function addsPasskey(seat: Seat, authenticator: VirtualAuthenticator): Promise<string | null> {
  await seat.touches(authenticator);
  await seat.page.getByTestId('add-passkey').click();
  await seat.page.getByTestId('confirm').click();
  return seat.page.getByTestId('news').filter({ hasText: /\S/ }).textContent();
}

/** Fills in and submits the dialog for a new key. */
export async function askToReplaceKey({ page }: Seat, secret: string, { again = secret } = {}): Promise<void> {
  await page.getByTestId('next-secret').fill(secret);
  await page.getByTestId('next-again').fill(again);
  await page.getByTestId('confirm').click();
}

/** The person's sealed notes in the demo's app. */
export async function appNotes({
  page,
}: Seat): Promise<readonly { readonly keyId: string; readonly sealed: string }[]> {
  const { notes } = await (await page.request.get('/app/note')).json();
  return notes;
}

/** Presses a button that downloads a file, and saves the file. */
export async function downloads(seat: Seat, testid: string, to: string): Promise<void> {
  const [file] = await Promise.all([seat.page.waitForEvent('download'), seat.page.getByTestId(testid).click()]);
  await file.saveAs(to);
}

/** The note on the page. */
export function shownNote(seat: Seat): Promise<string> {
  return seat.page.getByTestId('note').inputValue();
}

/** The kinds of the vault's ways, in the page's order. */
export function shownWays(seat: Seat): Promise<readonly (string | null)[]> {
  return seat.page.getByTestId('way').evaluateAll((ways) => ways.map((way) => way.getAttribute('data-kind')));
}
