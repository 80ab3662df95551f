import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@sallyport/cli';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { complete } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { PASSWORD, quickstartForThisFile } from './support/quickstart.ts';
import { keptNote, NOTE, readsNote, SECRET, savesNote, signsInByPasskey, vaultsOf } from './support/vault-client.ts';

const app = await quickstartForThisFile();

/** A person with a passkey, and with a vault that the passkey opens. The vault seals a note. */
async function ownerWithNote(): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  expect(await person.enrollsPasskey('Phone')).toMatchObject(complete());
  const passkey = await signsInByPasskey(person);
  const vault = await vaultsOf(person).create([passkey, SECRET, { kind: 'emergency' }]);
  await savesNote(person, vault);
  return person;
}

describe('the vault’s client, in front of the server', () => {
  it('N11 the assertion that signs in opens the note', async () => {
    const person = await ownerWithNote();
    const passkey = await signsInByPasskey(person);
    expect(await readsNote(person, await vaultsOf(person).open(passkey))).toBe(NOTE);
  });

  it('N11 opens by the second passkey when the first is revoked, and by the secret when all are reset', async () => {
    const person = await ownerWithNote();
    const vault = await vaultsOf(person).open(await signsInByPasskey(person));
    const second = createAuthenticator({ transports: ['usb'] });
    expect(await person.enrollsPasskey('Key ring', second)).toMatchObject(complete());
    // This authenticator gives no PRF output at registration, so a second gesture is necessary.
    await vault.addWay(await signsInByPasskey(person, second));
    const { passkeys } = (await person.account()).factors;
    const first = passkeys.find(({ name }) => name === 'Phone')?.id ?? '';
    expect((await person.client.delete(`/account/passkeys/${first}`)).status).toBeLessThan(300);
    const opened = await vaultsOf(person).open(await signsInByPasskey(person, second));
    expect(opened.ways.map(({ kind }) => kind)).toEqual(['secret', 'emergency', 'passkey']);
    expect(await readsNote(person, opened)).toBe(NOTE);

    const admin = await app.admin();
    expect((await admin.does('reset-two-step', person)).status).toBe(200);
    expect(await readsNote(person, await vaultsOf(person).open(await signsInByPasskey(person, second)))).toBe(NOTE);

    expect((await admin.does('reset-passkeys', person)).status).toBeLessThan(300);
    await person.proves('password', 'email-code');
    expect(await readsNote(person, await vaultsOf(person).open(SECRET))).toBe(NOTE);
  });

  it('N11 two tabs that replace the key at once: one is told that the vault changed, and the other’s key opens', async () => {
    const person = await ownerWithNote();
    const tabs = [await vaultsOf(person).open(SECRET), await vaultsOf(person).open(SECRET)];
    const ways = [SECRET, { kind: 'emergency' }] as const;
    const results = await Promise.allSettled(tabs.map((tab) => tab.replaceKey(ways, async () => {})));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'vault-changed' } });
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.keyId] : []));
    expect([(await vaultsOf(person).open(SECRET)).keyId]).toEqual(won);
  });

  it('P21 tells what the server refuses, with nothing changed', async () => {
    const person = await ownerWithNote();
    const vault = await vaultsOf(person).open(SECRET);
    const stranger = { kind: 'passkey', passkeyId: 'bm9ib2R5', prf: new Uint8Array(32) } as const;
    await expect(vault.addWay(stranger)).rejects.toMatchObject({
      code: 'refused',
      problem: { status: 400, code: 'malformed-input' },
    });
    app.clock.advance(20 * 60_000);
    await expect(vault.addWay({ kind: 'emergency' })).rejects.toMatchObject({
      code: 'refused',
      problem: { status: 401, code: 'insufficient-strength' },
    });
    expect((await vaultsOf(person).open(SECRET)).version).toBe(1);
  });
});

describe('the owner’s log of a vault', () => {
  it('P21 has what happened to it, newest first, by whom, and nothing of others', async () => {
    const person = await ownerWithNote();
    await ownerWithNote();
    const vault = await vaultsOf(person).open(SECRET);
    app.clock.advance(1_000);
    await vault.changeSecret('another walk by the sea');
    const reply = await person.client.host<{ events: object[] }>('GET', '/app/vault-log');
    expect(reply.body.events).toMatchObject([
      { type: 'vault.envelope-removed', by: 'you', kind: 'secret' },
      { type: 'vault.envelope-added', by: 'you', kind: 'secret' },
      { type: 'vault.created', by: 'you' },
    ]);
    expect((await person.stranger().client.host('GET', '/app/vault-log')).status).toBe(401);
  });
});

describe('the emergency drill', () => {
  it('P21 everything is lost: the emergency account fetches, the command opens on files alone, and the owner sees it', async () => {
    const person = await ownerWithNote();
    const glass = await emergencyAdministrator();
    const admin = await app.admin();
    const id = await admin.idOf(person);
    const note = await keptNote(person);
    const reason = 'the phone and the paper burnt';
    const answer = await glass.client.post(`/admin/accounts/${id}/vault/emergency-open`, { reason });
    expect(answer.status).toBe(200);

    const folder = mkdtempSync(join(tmpdir(), 'sallyport-drill-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name: string): string => join(folder, name);
    copyFileSync(fileURLToPath(new URL('../emergency-key.json', import.meta.url)), file('key.json'));
    chmodSync(file('key.json'), 0o600);
    writeFileSync(file('answer.json'), answer.text);
    writeFileSync(file('note.txt'), note);
    const said: string[] = [];
    const io = {
      out: (text: string) => void said.push(text),
      err: (text: string) => void said.push(text),
      colours: false,
    };
    const files = ['--key', file('key.json'), '--envelope', file('answer.json'), '--account', id];
    const data = ['--data', file('note.txt'), '--purpose', 'notes', '--name', 'private'];
    expect(await run(['vault', 'open', ...files, ...data], io)).toBe(0);
    expect(said).toEqual([NOTE]);

    const [opened] = await admin.events({ person, type: 'vault.emergency-opened' });
    expect(opened).toMatchObject({ actor: glass.has.accountId, detail: { reason } });
    const { events } = (await person.client.host<{ events: object[] }>('GET', '/app/vault-log')).body;
    expect(events).toMatchObject([
      { type: 'vault.emergency-opened', by: 'somebody else', reason },
      { type: 'vault.created', by: 'you' },
    ]);
    const mails = await app.mailsTo(person.identifier);
    expect(mails.map(({ text }) => text).join()).toContain('The emergency account took what opens your vault.');
  });
});

/** An emergency account that administers people, with a recent proof of its authenticator app. */
async function emergencyAdministrator(): Promise<Person> {
  const identifier = 'glass@example.org';
  const account = { identifier, email: identifier, password: PASSWORD, roles: ['admin'], emergency: true };
  const created = await (await app.admin()).creates(account);
  const person = app.person(identifier);
  person.has.accountId = created.body.accountId ?? '';
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  await person.provesStrongest();
  return person;
}
