import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVaultClient, type StoredVault, type VaultTransport } from '@sallyport/vault';
import { describe, expect, it } from 'vitest';
import { install, widest } from '../installed.test-support.ts';

const sallyport = install();
const PLAIN = 'Only I read this: §.';

interface PublicKey {
  readonly kid: string;
  readonly publicKey: string;
}

/** A vault that its owner made, with a note in it; the server's side is kept here. */
async function vaultWithNote(emergencyKey: PublicKey) {
  let kept: StoredVault = { version: 0, envelopes: [], emergencyKey };
  const unexpected = (): Promise<StoredVault> => Promise.reject(new Error('this test only makes a vault'));
  const transport: VaultTransport = {
    load: async () => kept,
    add: unexpected,
    remove: unexpected,
    replace: async (version, { keyId, envelopes }) => {
      const withIds = envelopes.map((each, at) => ({ ...each, id: String(at), createdAt: '2026-01-01T00:00:00Z' }));
      kept = { version: version + 1, keyId, envelopes: withIds, emergencyKey };
      return kept;
    },
  };
  const argon2 = { memory: 8_192, passes: 1, lanes: 1 };
  const owner = { tenant: 'default', account: 'ada', emergencyFingerprint: emergencyKey.kid };
  const vaults = createVaultClient({ ...owner, transport, argon2 });
  const vault = await vaults.create([{ kind: 'secret', secret: 'a long walk' }, { kind: 'emergency' }]);
  const sealed = kept.envelopes[1]?.sealed ?? '';
  const note = await vault.seal('notes', 'one', new TextEncoder().encode(PLAIN));
  return { vault, note, answer: { kid: emergencyKey.kid, sealed } };
}

async function keyIn(file: string, how: 'run' | 'ask' = 'ask'): Promise<PublicKey> {
  const made = await sallyport[how](['vault', 'emergency-key', '--out', file]);
  expect(made).toMatchObject({ code: 0, err: '' });
  return JSON.parse(made.out);
}

const inFolder = (name: string): string => join(sallyport.folder, name);

describe('sallyport vault emergency-key', () => {
  it('P21 writes the private key into a file that only its owner reads, and prints none of it', async () => {
    const made = await keyIn('first.json', 'run');
    expect(statSync(inFolder('first.json')).mode & 0o777).toBe(0o600);
    const key = JSON.parse(readFileSync(inFolder('first.json'), 'utf8'));
    expect(made).toEqual({ kid: key.kid, publicKey: key.publicKey });
    expect(JSON.stringify(made)).not.toContain(key.privateKey);
    expect(Buffer.from(key.privateKey, 'base64url')).toHaveLength(32);
  });

  it('P21 leaves a file that is there as it is', async () => {
    sallyport.write('precious.json', 'precious');
    const again = await sallyport.ask(['vault', 'emergency-key', '--out', 'precious.json']);
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toContain('is there already');
    expect(readFileSync(inFolder('precious.json'), 'utf8')).toBe('precious');
    expect((await sallyport.ask(['vault', 'emergency-key'])).err).toContain('--out FILE');
  });
});

describe('sallyport vault open', () => {
  it('P21 opens a vault, and the note in it, with files alone', async () => {
    const { vault, note, answer } = await vaultWithNote(await keyIn('drill.json'));
    sallyport.write('answer.json', answer);
    sallyport.write('sealed.txt', `${answer.sealed}\n`);
    writeFileSync(inFolder('note.bin'), note);
    sallyport.write('note.txt', Buffer.from(note).toString('base64url'));
    const open = ['vault', 'open', '--key', 'drill.json', '--envelope'];

    const opened = await sallyport.run([...open, 'answer.json', '--account', 'ada', '--tenant', 'default']);
    expect(opened).toMatchObject({ code: 0, err: '' });
    expect(opened.out).toContain('account  ada');
    expect(opened.out).toContain(vault.keyId);

    const seal = ['--purpose', 'notes', '--name', 'one'];
    const printed = await sallyport.run([...open, 'sealed.txt', '--data', 'note.txt', ...seal]);
    expect(printed).toEqual({ code: 0, out: `${PLAIN}\n`, err: '' });

    await sallyport.ask([...open, 'answer.json', '--data', 'note.bin', ...seal, '--out', 'plain.txt']);
    expect(readFileSync(inFolder('plain.txt'), 'utf8')).toBe(PLAIN);
    expect(statSync(inFolder('plain.txt')).mode & 0o777).toBe(0o600);

    await sallyport.ask([...open, 'answer.json', '--purpose', 'notes', '--out', 'notes.key']);
    const bytes = new Uint8Array(readFileSync(inFolder('notes.key')));
    const subkey = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt']);
    const cipher = { name: 'AES-GCM', iv: new Uint8Array(12) };
    const own = await crypto.subtle.encrypt(cipher, await vault.key('notes'), note);
    expect(new Uint8Array(await crypto.subtle.decrypt(cipher, subkey, own))).toEqual(note);
  });

  it('P21 says what does not fit, and of which file', async () => {
    const { note, answer } = await vaultWithNote(await keyIn('mine.json'));
    await keyIn('other.json');
    sallyport.write('mine-answer.json', answer);
    sallyport.write('damaged.json', { ...answer, sealed: `${answer.sealed.slice(0, -8)}AAAAAAAA` });
    sallyport.write('no-key.json', { kid: 'a' });
    chmodSync(inFolder('no-key.json'), 0o600);
    writeFileSync(inFolder('mine.bin'), note);
    const failures: readonly (readonly [readonly string[], string])[] = [
      [['--key', 'other.json', '--envelope', 'mine-answer.json'], 'mine-answer.json: wrong-emergency-key'],
      [['--key', 'mine.json', '--envelope', 'damaged.json'], 'damaged.json: envelope-damaged'],
      [['--key', 'mine.json', '--envelope', 'mine.json'], 'mine.json: envelope-malformed'],
      [['--key', 'no-key.json', '--envelope', 'mine-answer.json'], 'no-key.json: emergency-key-malformed'],
      [['--key', 'nowhere.json', '--envelope', 'mine-answer.json'], 'nowhere.json: cannot be read'],
      [['--key', 'mine.json', '--envelope', 'nowhere.json'], 'nowhere.json: cannot be read'],
      [['--key', 'mine.json', '--envelope', 'mine-answer.json', '--account', 'ben'], 'envelope-of-another-account'],
      [['--key', 'mine.json', '--envelope', 'mine-answer.json', '--purpose', 'notes'], 'give --out'],
      [['--key', 'mine.json', '--envelope', 'mine-answer.json', '--data', 'mine.bin'], 'Give --purpose'],
      [
        ['--key', 'mine.json', '--envelope', 'mine-answer.json', '--data', 'mine.bin', '--purpose', 'files'],
        'mine.bin: data-damaged',
      ],
      [['--envelope', 'mine-answer.json'], 'Give --key'],
      [['--key', 'mine.json'], 'Give --envelope'],
    ];
    for (const [args, message] of failures) {
      const answered = await sallyport.ask(['vault', 'open', ...args]);
      expect(answered).toMatchObject({ code: 2, out: '' });
      expect(answered.err).toContain(message);
    }
  });

  it('P21 takes no key file that others can read', async () => {
    const { answer } = await vaultWithNote(await keyIn('shown.json'));
    sallyport.write('shown-answer.json', answer);
    const open = ['vault', 'open', '--key', 'shown.json', '--envelope', 'shown-answer.json'];
    chmodSync(inFolder('shown.json'), 0o640);
    const refused = await sallyport.run(open);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('chmod 600');
    chmodSync(inFolder('shown.json'), 0o600);
    expect((await sallyport.ask(open)).code).toBe(0);
  });
});

describe('sallyport vault', () => {
  it('says what it can do', async () => {
    expect((await sallyport.ask(['vault'])).err).toContain('sallyport vault open?');
    expect((await sallyport.ask(['vault', 'opn'])).err).toContain("did you mean 'open'?");
    expect((await sallyport.ask(['vault', 'open', 'file'])).err).toContain("too many arguments, from 'file'");
    expect(widest((await sallyport.ask(['vault', '--help'])).out)).toBeLessThanOrEqual(80);
  });
});
