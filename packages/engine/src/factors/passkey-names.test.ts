import { describe, expect, it } from 'vitest';
import { knownTransports } from './passkey-assertion.ts';
import { suggestedName } from './passkey-names.ts';

const UNKNOWN = '00000000-0000-0000-0000-000000000000';
const YUBIKEY = 'ee882879-721c-4913-9775-3dfcce97072a';

describe('the name that a new passkey begins with', () => {
  it('P6 is that of its model, whatever it is reached by', () => {
    expect(suggestedName(YUBIKEY, [], [])).toBe('YubiKey 5');
    expect(suggestedName(YUBIKEY, ['internal'], ['Passkey'])).toBe('YubiKey 5');
    expect(suggestedName('fbfc3007-154e-4ecc-8c0b-6e020557d7bd', ['hybrid'], [])).toBe('iCloud Keychain');
  });

  it.each([
    ['Passkey', []],
    ['Passkey', ['internal']],
    ['Passkey', ['hybrid', 'internal']],
    ['Passkey', ['hybrid']],
    ['Passkey', ['usb', 'internal']],
    ['Security key', ['usb']],
    ['Security key', ['nfc']],
    ['Security key', ['hybrid', 'nfc']],
  ])('P6 is %s for a model that nobody knows, reached by %j', (name, transports) => {
    expect(suggestedName(UNKNOWN, transports, [])).toBe(name);
  });

  it('P6 has the first number that is free, from two on', () => {
    expect(suggestedName(UNKNOWN, [], ['Passkey'])).toBe('Passkey 2');
    expect(suggestedName(UNKNOWN, [], ['Passkey', 'Passkey 2'])).toBe('Passkey 3');
    expect(suggestedName(UNKNOWN, [], ['Passkey', 'Passkey 2', 'Passkey 3', 'Passkey 5'])).toBe('Passkey 4');
    expect(suggestedName(UNKNOWN, [], ['Passkey', 'Passkey 3'])).toBe('Passkey 2');
    expect(suggestedName(UNKNOWN, [], ['Passkey 2'])).toBe('Passkey');
    expect(suggestedName(YUBIKEY, [], ['YubiKey 5'])).toBe('YubiKey 5 2');
  });

  it('X15 keeps of the transports that a browser names those that another will understand', () => {
    expect(knownTransports(['usb', 'telepathy', 'internal'])).toEqual(['internal', 'usb']);
    expect(knownTransports([])).toEqual([]);
    expect(knownTransports(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).toHaveLength(7);
  });
});
