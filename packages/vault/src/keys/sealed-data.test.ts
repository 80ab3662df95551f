import { describe, expect, it } from 'vitest';
import { codeOf } from '../client.test-support.ts';
import { newDataKey } from './data-key.ts';
import { keyIdOfData } from './sealed-data.ts';
import { HeldKey } from './vault-keys.ts';

const OWNER = { tenant: 'default', account: 'ada' } as const;
const PLAIN = new TextEncoder().encode('Only I read this.');

describe('data that a vault sealed', () => {
  it('N11 comes back, and names the key it was sealed under', async () => {
    const keys = await HeldKey.of(OWNER, newDataKey());
    const sealed = await keys.seal('notes', 'one', PLAIN);
    expect(await keys.unseal('notes', 'one', sealed)).toEqual(PLAIN);
    expect(keyIdOfData(sealed)).toBe(keys.keyId);
    expect(await keys.seal('notes', 'one', PLAIN)).not.toEqual(sealed);
  });

  it('N11 is damaged with any byte changed, cut off, or moved', async () => {
    const keys = await HeldKey.of(OWNER, newDataKey());
    const sealed = await keys.seal('notes', 'one', PLAIN);
    for (let at = 0; at < sealed.length; at += 1) {
      const spoiled = sealed.slice();
      spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (at % 8));
      const code = await codeOf(() => keys.unseal('notes', 'one', spoiled));
      expect(code).toBe(at === 0 ? 'data-malformed' : at < 33 ? 'data-of-another-key' : 'data-damaged');
    }
    for (let length = 0; length < 61; length += 1) {
      expect(await codeOf(() => keys.unseal('notes', 'one', sealed.slice(0, length)))).toBe('data-malformed');
    }
    expect(await codeOf(() => keys.unseal('notes', 'two', sealed))).toBe('data-damaged');
    expect(await codeOf(() => keys.unseal('files', 'one', sealed))).toBe('data-damaged');
    expect(await codeOf(() => keys.unseal('notes', 'one', new Uint8Array([2, ...sealed.slice(1)])))).toBe(
      'format-newer',
    );
  });

  it('N11 is another account’s, or another key’s, for whoever has that', async () => {
    const dataKey = newDataKey();
    const keys = await HeldKey.of(OWNER, dataKey.slice());
    const sealed = await keys.seal('notes', 'one', PLAIN);
    for (const other of [
      await HeldKey.of(OWNER, newDataKey()),
      await HeldKey.of({ ...OWNER, account: 'ben' }, dataKey),
    ]) {
      expect(await codeOf(() => other.unseal('notes', 'one', sealed))).toBe('data-of-another-key');
    }
  });
});
