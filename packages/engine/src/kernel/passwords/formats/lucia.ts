import { fromHex } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { type HashReader, scryptText } from './reader.ts';

const COST = 16_384;
const BROKEN = malformed('is no salt:key with a key in hexadecimal');

/** `s2:salt:key` of Lucia 2. */
export const readLucia: HashReader = (stored) => {
  if (!stored.startsWith('s2:')) return undefined;
  return saltAndKey(stored.slice('s2:'.length)) ?? BROKEN;
};

/** `salt:key` of better-auth, oslo and Lucia 3. */
export const readBetterAuth: HashReader = (stored) => {
  if (stored.startsWith('s2:')) return readLucia(stored);
  return /^[^$~{:]+:/.test(stored) ? (saltAndKey(stored) ?? BROKEN) : undefined;
};

function saltAndKey(text: string): string | undefined {
  const [, salt = '', keyText = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
  const key = fromHex(keyText);
  return key && scryptText(COST, 16, 1, salt, key);
}
