import { withPreHash } from '../pre-hash.ts';
import { malformed } from '../read-password-hash.ts';
import type { HashReader } from './reader.ts';

const SECOND = /^\$bcrypt-sha256\$v=2,t=(2[ab]),r=(\d{1,2})\$([^$]{22})\$([^$]{31})$/;
const FIRST = /^\$bcrypt-sha256\$(2[ab]),(\d{1,2})\$([^$]{22})\$([^$]{31})$/;

/** passlib's other hashes need no reader. */
export const readPasslib: HashReader = (stored) => {
  if (!stored.startsWith('$bcrypt-sha256$')) return undefined;
  const [, type, rounds = '', salt = '', digest = ''] = SECOND.exec(stored) ?? FIRST.exec(stored) ?? [];
  if (type === undefined) return malformed('is a bcrypt_sha256 of passlib with a broken form');
  const before = SECOND.test(stored) ? 'hmac-sha256-base64' : 'sha256-base64';
  return withPreHash(before, `$${type}$${rounds.padStart(2, '0')}$${salt}${digest}`);
};
