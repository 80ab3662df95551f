import { describe, expect, it } from 'vitest';
import { complete } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import { NOTE, readsNote, SECRET, savesNote, signsInByPasskey, vaultsOf } from './support/vault-client.ts';

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
