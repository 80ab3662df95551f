import { fromBase64, toBcryptBase64 } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { type HashReader, scryptText } from './reader.ts';

const SCRYPT = /^\$scrypt\$n=(\d{1,9}),r=(\d{1,8}),p=(\d{1,8})\$([^$]+)\$([^$]+)$/;
const BCRYPT = /^\$bcrypt\$v=(97|98)\$r=(\d{1,2})\$([^$]+)\$([^$]+)$/;

/** `$scrypt$n=16384,…` and `$bcrypt$v=98$r=10$…`. */
export const readAdonis: HashReader = (stored) => {
  if (!/^\$(?:scrypt\$n=|bcrypt\$)/.test(stored)) return undefined;
  return scryptOf(stored) ?? bcryptOf(stored) ?? malformed('is a hash of AdonisJS with a broken form');
};

function scryptOf(stored: string): string | undefined {
  const [, cost, blockSize = '', lanes = '', saltText = '', keyText = ''] = SCRYPT.exec(stored) ?? [];
  const [salt, key] = [fromBase64(saltText), fromBase64(keyText)];
  return cost && salt && key && scryptText(Number(cost), blockSize, lanes, salt, key);
}

function bcryptOf(stored: string): string | undefined {
  const [, version, rounds = '', saltText = '', digestText = ''] = BCRYPT.exec(stored) ?? [];
  const [salt, digest] = [fromBase64(saltText), fromBase64(digestText)];
  if (salt?.length !== 16 || digest?.length !== 23) return undefined;
  // The version is the letter after `$2`.
  const letter = String.fromCharCode(Number(version));
  return `$2${letter}$${rounds.padStart(2, '0')}$${toBcryptBase64(salt)}${toBcryptBase64(digest)}`;
}
