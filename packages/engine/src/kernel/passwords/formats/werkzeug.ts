import { fromHex } from '../hash-bytes.ts';
import { digestNamed, malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text, scryptText } from './reader.ts';

const PBKDF2 = /^pbkdf2:(sha1|sha256|sha512):(\d{1,12})\$([^$]+)\$([^$]+)$/;
const SCRYPT = /^scrypt:(\d{1,9}):(\d{1,8}):(\d{1,8})\$([^$]+)\$([^$]+)$/;

/** `pbkdf2:sha256:260000$…` and `scrypt:32768:8:1$…`. */
export const readWerkzeug: HashReader = (stored) => {
  if (!/^(?:pbkdf2|scrypt):/.test(stored)) return undefined;
  return pbkdf2Of(stored) ?? scryptOf(stored) ?? malformed('is a hash of Werkzeug with a broken form');
};

function pbkdf2Of(stored: string): string | undefined {
  const [, name, iterations = '', salt = '', keyText = ''] = PBKDF2.exec(stored) ?? [];
  const digest = digestNamed(name);
  const key = fromHex(keyText);
  return digest && key && pbkdf2Text(digest, iterations, salt, key);
}

function scryptOf(stored: string): string | undefined {
  const [, cost, blockSize = '', lanes = '', salt = '', keyText = ''] = SCRYPT.exec(stored) ?? [];
  const key = fromHex(keyText);
  return cost && key && scryptText(Number(cost), blockSize, lanes, salt, key);
}
