import { readFileSync } from 'node:fs';
import { emergencyKeyOf, openEmergencyEnvelope } from '@sallyport/vault/emergency';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { complete } from '../support/expectations.ts';
import { quickstartForThisTest } from '../support/quickstart.ts';
import { NOTE, readsNote, SECRET, savesNote, signsInByPasskey, vaultsOf } from '../support/vault-client.ts';
import { watchesWriting } from '../support/written.ts';

const keyFile = new URL('../../emergency-key.json', import.meta.url);
const emergencyKey = emergencyKeyOf(JSON.parse(readFileSync(keyFile, 'utf8')));

afterEach(() => vi.restoreAllMocks());

/** Records the bytes that the client imports as keys: the data key, PRF outputs, and the output of Argon2. */
function watchesKeys(): readonly Buffer[] {
  const keys: Buffer[] = [];
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...args: readonly unknown[]) => {
    const [format, material, algorithm] = args;
    if (format === 'raw' && algorithm === 'HKDF' && (material instanceof ArrayBuffer || ArrayBuffer.isView(material))) {
      keys.push(Buffer.from(new Uint8Array(material instanceof ArrayBuffer ? material : material.buffer)));
    }
    return Reflect.apply(importKey, crypto.subtle, args);
  });
  return keys;
}

/** Records every request and every answer. */
function watchesTraffic(): string[] {
  const seen: string[] = [];
  const fetch = globalThis.fetch.bind(globalThis);
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    seen.push(`${String(input)} ${JSON.stringify(init?.headers)} ${String(init?.body)}`);
    const response = await fetch(input, init);
    seen.push(`${JSON.stringify([...response.headers])} ${await response.clone().text()}`);
    return response;
  });
  return seen;
}

/** A secret in each of its possible encodings. */
function forms(secret: Buffer): readonly string[] {
  const base64 = secret.toString('base64').replace(/=+$/, '');
  return [secret.toString('hex'), base64, secret.toString('base64url'), JSON.stringify([...secret])];
}

describe('a vault that is made, opened, changed and opened again', () => {
  it('P21 N11 leaves nothing that opens it in the traffic, the store, the log or the events', async () => {
    const traffic = watchesTraffic();
    const keys = watchesKeys();
    const { written, around } = watchesWriting();
    const app = await quickstartForThisTest({ ...around });
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    expect(await person.enrollsPasskey()).toMatchObject(complete());
    const passkey = await signsInByPasskey(person);
    const vault = await vaultsOf(person).create([passkey, SECRET, { kind: 'emergency' }]);
    await savesNote(person, vault);
    await vault.changeSecret('another walk by the sea');
    const opened = await vaultsOf(person).open(await signsInByPasskey(person));
    expect(await readsNote(person, opened)).toBe(NOTE);
    await expect(vaultsOf(person).open({ kind: 'secret', secret: 'a wrong guess of it' })).rejects.toThrow();
    const { envelopes } = (await person.client.get<{ envelopes: { kind: string; sealed: string }[] }>('/account/vault'))
      .body;
    const emergency = envelopes.find(({ kind }) => kind === 'emergency')?.sealed ?? '';
    const subkey: Buffer = Buffer.from(await (await openEmergencyEnvelope(emergency, emergencyKey)).subkey('notes'));

    const texts = [SECRET.secret, 'another walk by the sea', 'a wrong guess of it', NOTE].map(
      (text): Buffer => Buffer.from(text),
    );
    const secrets: readonly Buffer[] = [...keys, subkey, Buffer.from(emergencyKey.privateKey, 'base64url'), ...texts];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBeGreaterThanOrEqual(4);
    const events = JSON.stringify(await (await app.admin()).events());
    const places = { traffic: traffic.join('\n'), written: written.join('\n'), events };
    const search = (): string[] => {
      const found: string[] = [];
      for (const secret of secrets) {
        for (const form of [...forms(secret), ...(texts.includes(secret) ? [secret.toString('utf8')] : [])]) {
          for (const [place, text] of Object.entries(places)) if (text.includes(form)) found.push(`${place} ${form}`);
        }
      }
      return found;
    };
    expect(search()).toEqual([]);

    // A control of the search: a careless page sends a data key as the name of a passkey.
    const [dataKey = Buffer.alloc(0)] = keys.filter((key) => key.length === 32).slice(-1);
    await person.client.patch(`/account/passkeys/${passkey.passkeyId}`, { name: dataKey.toString('base64url') });
    places.traffic = traffic.join('\n');
    places.written = written.join('\n');
    expect(search().map((each) => each.split(' ')[0])).toEqual(expect.arrayContaining(['traffic', 'written']));
  });
});
