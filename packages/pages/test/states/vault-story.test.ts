import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { emergencyAccount, signsInByApp } from '@sallyport/example-quickstart/test/emergency-account';
import { learnsSecrets } from '@sallyport/example-quickstart/test/learned-secrets';
import type { Person } from '@sallyport/example-quickstart/test/person';
import type { Quickstart } from '@sallyport/example-quickstart/test/quickstart';
import { recordedQuickstart } from '@sallyport/example-quickstart/test/recorded-quickstart';
import { type Secret, searched } from '@sallyport/example-quickstart/test/secret-search';
import {
  addsPasskey,
  downloads,
  makesVault,
  NOTE,
  SECRET,
  shownNote,
  shownWays,
  signsInToVault,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import type { AuthenticatorTraits } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { emergencyKeyOf, openEmergencyEnvelope } from '@sallyport/vault/emergency';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const REASON = 'the phone and the paper burnt';
const WRONG = 'a long walk by the lake';
const NEXT_SECRET = 'a short walk by the sea';

const command = fileURLToPath(new URL('../../../cli/bin/sallyport.js', import.meta.url));
const keyFile = fileURLToPath(new URL('../../../../examples/quickstart/emergency-key.json', import.meta.url));

describe.skipIf(chromiumHere === null)('the life of a vault, from the pages alone, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it.each([
    ['with PRF', true],
    ['without PRF', false],
  ])('N11 P21 %s: nobody loses it, and nothing that opens it is anywhere', async (_, hasPrf) => {
    const { app, ...recorded } = await recordedQuickstart();
    const desk = chromium.at(app);
    const inside: AuthenticatorTraits = { transport: 'internal', ctap2Version: 'ctap2_1', hasPrf };
    const seat = await desk.sitDown(inside);
    const learned = await learnsSecrets(seat.page);
    const errors = errorsOf(seat);
    const internal = seat.authenticator;
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    await seat.takesOver(person);
    const secretIfNeeded = async (): Promise<void> => (hasPrf ? undefined : typesSecret(seat));

    // One gesture signs in and shows the note.
    await seat.touches(internal);
    await seat.registersPasskey();
    await signsInToVault(seat, internal);
    await makesVault(seat);
    expect(await shownWays(seat)).toEqual(hasPrf ? ['passkey', 'secret', 'emergency'] : ['secret', 'emergency']);
    const { status } = await seat.posts('/sign-in/passkey', () => signsInToVault(seat, internal));
    expect(status).toBe(200);
    await secretIfNeeded();
    expect(await shownNote(seat)).toBe(NOTE);
    expect(await promptsOnThisPage(seat)).toBe(0);

    // The owner adds a second passkey and removes the first passkey, and the vault still opens.
    const [first = ''] = await internal.passkeys();
    // Plugs in the key late: a Chromium key with PRF stops answering after a few prompts without a touch.
    const usb = await seat.plugsIn({ ...inside, transport: 'usb' });
    expect(await addsPasskey(seat, usb)).toContain(hasPrf ? 'opens the vault now' : 'can’t open the vault');
    await signsInToVault(seat, usb);
    await secretIfNeeded();
    expect(await shownNote(seat)).toBe(NOTE);
    await removesPasskey(seat, first);
    await signsInToVault(seat, usb);
    await secretIfNeeded();
    expect(await shownNote(seat)).toBe(NOTE);
    expect(await shownWays(seat)).toEqual(hasPrf ? ['secret', 'emergency', 'passkey'] : ['secret', 'emergency']);

    // An administrator resets two-step verification, and the vault still opens.
    const office = await desk.sitDown();
    const ada = await app.admin();
    await office.takesOver(ada.person);
    await office.page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    await office.page.getByTestId('help-in').click();
    await office.page.getByTestId('lost-app').check();
    await office.page.getByTestId('confirm').click();
    await office.page.getByTestId('enrollment-code').waitFor();
    await signsInToVault(seat, usb);
    await secretIfNeeded();
    expect(await shownNote(seat)).toBe(NOTE);

    // An administrator reads the effects, and resets all passkeys. The secret still opens the vault.
    await office.page.getByTestId('help-in').click();
    await office.page.getByTestId('lost-passkey').check();
    await office.page.getByTestId('ends').waitFor();
    const warning = await office.page.getByTestId('dialog').textContent();
    expect(warning).toContain(
      hasPrf ? 'One passkey that opens the vault is lost.' : 'No passkey that opens the vault is lost.',
    );
    expect(warning).toContain('the master secret and the emergency account');
    await office.page.getByTestId('confirm').click();
    await office.page.getByTestId('news').filter({ hasText: 'What was lost is removed' }).waitFor();
    await signsInByMail(seat, app, person);
    await typesSecret(seat, WRONG);
    expect(await seat.says()).toContain('not the master secret');
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(NOTE);
    expect(await shownWays(seat)).toEqual(['secret', 'emergency']);

    // The owner has lost every way into the vault. The owner downloads the sealed note, and the emergency account downloads the envelope for it.
    // The command works only on these files.
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-story-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    await signsInByMail(seat, app, person);
    await seat.page.getByTestId('lost-everything').click();
    const account = await seat.page.getByTestId('account-id').textContent();
    await downloads(seat, 'download-sealed', join(folder, 'note.txt'));
    const glass = await emergencyAccount(app);
    const glassSeat = await desk.sitDown();
    await signsInByApp(glassSeat, app, glass);
    await glassSeat.page.goto('/vault');
    await glassSeat.page.getByTestId('whose').fill(person.identifier);
    await glassSeat.page.getByTestId('reason').fill(REASON);
    await downloads(glassSeat, 'open-emergency', join(folder, 'answer.json'));
    expect(await glassSeat.page.getByTestId('emergency-command').textContent()).toContain(`--account ${account} \\\n`);
    copyFileSync(keyFile, join(folder, 'emergency-key.json'));
    chmodSync(join(folder, 'emergency-key.json'), 0o600);
    const files = ['--key', 'emergency-key.json', '--envelope', 'answer.json', `--account=${account ?? ''}`];
    const data = ['--data', 'note.txt', '--purpose', 'notes', '--name', 'private'];
    const ran = await promisify(execFile)(process.execPath, [command, 'vault', 'open', ...files, ...data], {
      cwd: folder,
      env: {},
    });
    expect(ran).toEqual({ stdout: `${NOTE}\n`, stderr: '' });

    // The owner sees the emergency opening in the log, and starts a new vault.
    await seat.page.goto('/vault');
    const logged = seat.page.locator('[data-testid=vault-event][data-type="vault.emergency-opened"]');
    expect(await logged.textContent()).toMatch(new RegExp(`emergency account.*${REASON}.*administrator`));
    await expect
      .poll(async () => textsOf(await app.mailsTo(person.identifier)))
      .toContain('The emergency account took');
    await seat.page.getByTestId('lost-everything').click();
    await seat.page.getByTestId('start-anew').click();
    expect(await seat.page.getByTestId('anew').textContent()).toContain(
      'You lose what is in your vault now, for good.',
    );
    await makesVault(seat, NEXT_SECRET);
    await seat.page.reload();
    await typesSecret(seat, NEXT_SECRET);
    expect(await shownNote(seat)).toBe(NOTE);

    // Decrypts with the emergency key, to check that the recorded secrets are the vault's secrets.
    const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
    const { dataKey, subkey } = await openedInNode(answer.sealed);
    expect(learned.of('source').some((bytes) => bytes.equals(dataKey))).toBe(true);
    expect(learned.of('derived').some((bytes) => bytes.equals(subkey))).toBe(true);
    expect(learned.of('prf')).toHaveLength(hasPrf ? 2 : 0);

    // Searches the traffic, the store and the logs for every secret that opens the vault.
    const texts = { note: NOTE, secret: SECRET, 'wrong secret': WRONG, 'next secret': NEXT_SECRET };
    const secrets: readonly Secret[] = [
      ...learned.secrets,
      { name: 'data key', bytes: dataKey },
      { name: 'subkey', bytes: subkey },
      { name: 'emergency key', bytes: Buffer.from(privateKeyOf(keyFile), 'base64url') },
      ...Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    ];
    const search = async (): Promise<readonly string[]> =>
      searched(secrets, {
        traffic: recorded.traffic(),
        store: Buffer.from(await recorded.store()),
        logs: Buffer.from(recorded.logs()),
        events: Buffer.from(JSON.stringify(await (await app.admin()).events())),
        mails: Buffer.from(textsOf(await app.mailsTo(person.identifier))),
        errors: Buffer.from(errors.join('\n')),
      });
    const places = { traffic: recorded.traffic().length, store: (await recorded.store()).length };
    expect(places.traffic, 'bytes on the wire').toBeGreaterThan(200_000);
    expect(recorded.traffic().toString('latin1')).toContain('PUT /app/note');
    expect(await recorded.store()).toContain('vault.emergency-opened');
    expect(await search()).toEqual([]);

    // A control of the search: a page sends the data key in place of an envelope, an administrator writes a subkey into a reason, and a program
    // logs a PRF output.
    await plants(seat, dataKey.toString('base64url'));
    await glassSeat.page.getByTestId('reason').fill(subkey.toString('hex'));
    await downloads(glassSeat, 'open-emergency', join(folder, 'again.json'));
    console.warn('opened with', subkey.toString('base64'));
    await seat.page.evaluate((text) => console.error(text), dataKey.toString('base64'));
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(await search()).toEqual(
      expect.arrayContaining([
        'traffic: data key, in base64url',
        'store: data key, in base64url',
        'traffic: subkey, in hex',
        'store: subkey, in hex',
        'events: subkey, in hex',
        'logs: subkey, in base64',
        'errors: data key, in base64',
      ]),
    );
  });
});

/** The messages of the page's console, and the errors of its scripts. */
function errorsOf({ page }: Seat): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(`${error.message} ${error.stack}`));
  return errors;
}

function promptsOnThisPage({ page }: Seat): Promise<number> {
  return page.evaluate(() => Number(Reflect.get(globalThis, 'promptsOpened')));
}

async function removesPasskey({ page }: Seat, id: string): Promise<void> {
  await page.goto('/account');
  const row = page.locator(`[data-testid=passkey][data-id="${id}"]`);
  await row.getByTestId('remove-passkey').click();
  await page.getByTestId('confirm').click();
  await row.waitFor({ state: 'detached' });
}

/** Signs in with the password and a mailed code, and goes to the vault. */
async function signsInByMail(seat: Seat, app: Quickstart, { identifier }: Person): Promise<void> {
  const known = (await app.mailsTo(identifier)).filter(({ code }) => code !== undefined).length;
  await seat.usesPassword(identifier);
  await seat.page.getByTestId('step-email-code').waitFor();
  const { code = '' } = await app.nextMail(identifier, 'code', known);
  await seat.page.getByTestId('code').fill(code);
  await seat.isOnAccountPage();
  await seat.page.goto('/vault');
  await seat.page.getByTestId('locked').waitFor();
}

/** Decrypts the data key with the emergency key, and derives a subkey, in this process. */
async function openedInNode(sealed: string): Promise<{ readonly dataKey: Buffer; readonly subkey: Buffer }> {
  const imported: Buffer[] = [];
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  const spy = vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...args: readonly unknown[]) => {
    const [, material, algorithm] = args;
    if (algorithm === 'HKDF' && material instanceof Uint8Array) imported.push(Buffer.from(material));
    return Reflect.apply(importKey, crypto.subtle, args);
  });
  const opened = await openEmergencyEnvelope(sealed, emergencyKeyOf(JSON.parse(readFileSync(keyFile, 'utf8'))));
  const subkey = Buffer.from(await opened.subkey('notes'));
  spy.mockRestore();
  const [dataKey = Buffer.alloc(0)] = imported.slice(-1);
  return { dataKey, subkey };
}

function privateKeyOf(file: string): string {
  return emergencyKeyOf(JSON.parse(readFileSync(file, 'utf8'))).privateKey;
}

function textsOf(mails: readonly { readonly text: string }[]): string {
  return mails.map(({ text }) => text).join('\n');
}

/** Sends plain data in place of sealed data, as a careless page would. */
async function plants({ page }: Seat, sealed: string): Promise<void> {
  const status = await page.evaluate(async (text) => {
    const vault = await (await fetch('/auth/account/vault')).json();
    const headers = { 'content-type': 'application/json', 'if-match': `"${vault.version}"` };
    const body = JSON.stringify({ kind: 'secret', sealed: text });
    return (await fetch('/auth/account/vault/envelopes', { method: 'POST', headers, body })).status;
  }, sealed);
  expect(status).toBe(201);
}
