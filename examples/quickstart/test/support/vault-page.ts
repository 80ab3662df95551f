import { newcomerAt, ownerAt, type Seat } from './browser.ts';
import type { Person } from './person.ts';
import type { Quickstart } from './quickstart.ts';
import type { VirtualAuthenticator } from './virtual-authenticator.ts';

/** The master secret on the vault's page in these tests. */
export const SECRET = 'a long walk by the sea';
export const NOTE = 'Only I read this: the key is under the third stone.';

/** The cost of Argon2 in the script of the vault's page, and the least cost that the page accepts. */
const COST = 'memory:65536,passes:3,lanes:4';
const LEAST_COST = 'memory:8192,passes:1,lanes:4';

/**
 * From now on, the vault's page at this seat derives keys from a master secret at the least cost: a hundredth of a second, and half a second of
 * processor time as shipped. For a vault at the cost as shipped, call `makesVault` alone. Call this for each tab of such a vault: a page with a
 * higher cost would seal the secret again.
 */
export async function derivesCheaply({ page }: Seat): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Fetch.requestPaused', async ({ requestId, request }) => {
    const script = await (await fetch(request.url)).text();
    if (!script.includes(COST)) throw new Error(`The vault's page derives at another cost than ${COST}`);
    await devtools.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'content-type', value: 'text/javascript' }],
      body: Buffer.from(script.replace(COST, LEAST_COST)).toString('base64'),
    });
  });
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/assets/vault.js*' }] });
}

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

/** A new person with a passkey on the first authenticator, in front of a new vault with the note, at the least cost of Argon2. */
export async function ownsVaultByPasskey(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await ownerAt(seat, app);
  await derivesCheaply(seat);
  await signsInToVault(seat, seat.authenticator);
  await makesVault(seat);
  return person;
}

/**
 * A new person without a passkey, in front of a new vault with the note, at the least cost of Argon2. A master secret and the emergency account
 * open the vault.
 */
export async function ownsVaultBySecret(seat: Seat, app: Quickstart): Promise<Person> {
  const person = await newcomerAt(seat, app);
  await derivesCheaply(seat);
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
