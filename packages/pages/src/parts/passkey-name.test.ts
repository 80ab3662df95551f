import { describe, expect, it } from 'vitest';
import { passkeyName } from './passkey-name.ts';

const UNKNOWN = '00000000-0000-0000-0000-000000000000';
const BITWARDEN = 'd548826e-79b4-db40-a3d8-11116f7e8349';

describe('the name of a passkey', () => {
  it.each([
    ['Laptop', BITWARDEN, 'Laptop'],
    ['Passkey', BITWARDEN, 'Bitwarden'],
    ['Passkey 2', BITWARDEN, 'Bitwarden'],
    ['Passkey on this device', UNKNOWN, 'Passkey'],
    ['Passkey on this device 2', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords'],
    ['Security key', UNKNOWN, 'Security key'],
    ['Security key 3', '2fc0579f-8113-47ea-b116-bb5a8db9202a', 'YubiKey 5 NFC'],
    ['Passkey', 'constructor', 'Passkey'],
    ['Passkey of my mother', UNKNOWN, 'Passkey of my mother'],
  ])('that the server calls %s, of the model %s, is %s', (name, aaguid, shown) => {
    expect(passkeyName({ name, aaguid })).toBe(shown);
  });
});
