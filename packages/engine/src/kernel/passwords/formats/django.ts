import { fromBase64 } from '../hash-bytes.ts';
import { withPreHash } from '../pre-hash.ts';
import { digestNamed, malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text, scryptText } from './reader.ts';

const PBKDF2 = /^pbkdf2_(sha1|sha256)\$(\d{1,12})\$([^$]+)\$([^$]+)$/;
const SCRYPT = /^scrypt\$(\d{1,9})\$([^$]+)\$(\d{1,8})\$(\d{1,8})\$([^$]+)$/;

/** `pbkdf2_sha256$…`, `argon2$argon2id$…`, `bcrypt_sha256$$2b$…`. */
export const readDjango: HashReader = (stored) => {
  const [name] = /^(?:pbkdf2_sha(?:1|256)|scrypt|argon2|bcrypt(?:_sha256)?)\$/.exec(stored) ?? [];
  if (name === undefined) return undefined;
  const rest = stored.slice(name.length);
  if (name === 'argon2$') return `$${rest}`;
  if (name === 'bcrypt$') return rest;
  if (name === 'bcrypt_sha256$') return withPreHash('sha256-hex', rest);
  return (
    (name === 'scrypt$' ? scryptOf(stored) : pbkdf2Of(stored)) ?? malformed('is a hash of Django with a broken form')
  );
};

function pbkdf2Of(stored: string): string | undefined {
  const [, name, iterations = '', salt = '', keyText = ''] = PBKDF2.exec(stored) ?? [];
  const digest = digestNamed(name);
  const key = fromBase64(keyText);
  return digest && key && pbkdf2Text(digest, iterations, salt, key);
}

function scryptOf(stored: string): string | undefined {
  const [, cost, salt = '', blockSize = '', lanes = '', keyText = ''] = SCRYPT.exec(stored) ?? [];
  const key = fromBase64(keyText);
  return cost && key && scryptText(Number(cost), blockSize, lanes, salt, key);
}
