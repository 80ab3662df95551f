import { fromBase64, fromHex } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text, scryptText } from './reader.ts';
import { unreadable } from './unreadable.ts';

/** The defaults of `PasswordEncoderFactories`. */
const PBKDF2 = {
  pbkdf2: { digest: 'sha1', iterations: 185_000, salt: 8 },
  'pbkdf2@SpringSecurity_v5_8': { digest: 'sha256', iterations: 310_000, salt: 16 },
} as const;

const ID =
  /^\{(bcrypt|(?:argon2|scrypt|pbkdf2)(?:@SpringSecurity_v5_8)?|noop|ldap|MD4|MD5|SHA-1|SHA-256|sha256)\}(.*)$/s;

export const readSpring: HashReader = (stored) => {
  const [, id, rest = ''] = ID.exec(stored) ?? [];
  // A directory has `{pbkdf2}` too, with a `$` inside.
  if (id === undefined || (id === 'pbkdf2' && rest.includes('$'))) return undefined;
  if (id === 'bcrypt' || id.startsWith('argon2')) return rest;
  if (id.startsWith('scrypt')) return scryptOf(rest) ?? BROKEN;
  if (id === 'pbkdf2' || id === 'pbkdf2@SpringSecurity_v5_8') return pbkdf2Of(id, rest) ?? BROKEN;
  return unreadable('a digest without a cost, or a password in the clear, under an id of Spring Security');
};

const BROKEN = malformed('is a hash of Spring Security with a broken form');

function pbkdf2Of(id: keyof typeof PBKDF2, text: string): string | undefined {
  const { digest, iterations, salt } = PBKDF2[id];
  const bytes = fromHex(text);
  return bytes?.length === salt + 32
    ? pbkdf2Text(digest, iterations, bytes.subarray(0, salt), bytes.subarray(salt))
    : undefined;
}

/** `$e0801$salt$key`: the binary logarithm of N, then r and p. */
function scryptOf(text: string): string | undefined {
  const [, log, r, p, saltText = '', keyText = ''] =
    /^\$([\da-f]{1,4})([\da-f]{2})([\da-f]{2})\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const [salt, key] = [fromBase64(saltText), fromBase64(keyText)];
  const [cost, blockSize, lanes] = [2 ** Number(`0x${log}`), Number(`0x${r}`), Number(`0x${p}`)];
  return salt && key && scryptText(cost, blockSize, lanes, salt, key);
}
