import { fromBase64 } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text } from './reader.ts';

const DIGESTS = {
  PBKDF2: 'sha1',
  'PBKDF2-SHA1': 'sha1',
  'PBKDF2-SHA256': 'sha256',
  'PBKDF2-SHA512': 'sha512',
} as const;

/** OpenLDAP, 389-ds and Atlassian Crowd. */
export const readLdap: HashReader = (stored) => {
  const [, scheme = '', rest = ''] = /^\{([\w-]{2,20})\}(.*)$/s.exec(stored) ?? [];
  const name = scheme.toUpperCase();
  if (['CRYPT', 'ARGON2', 'BCRYPT'].includes(name)) return rest;
  if (name === 'PBKDF2_SHA256') return of389(rest) ?? BROKEN;
  if (name === 'PKCS5S2') return ofAtlassian(rest) ?? BROKEN;
  if (Object.hasOwn(DIGESTS, name)) return pbkdf2Of(name as keyof typeof DIGESTS, rest) ?? BROKEN;
  return undefined;
};

const BROKEN = malformed('is a hash of a directory with a broken form');

function pbkdf2Of(name: keyof typeof DIGESTS, text: string): string | undefined {
  const [, iterations, saltText = '', keyText = ''] = /^(\d{1,12})\$([^$]+)\$([^$]+)$/.exec(text) ?? [];
  const [salt, key] = [fromBase64(saltText), fromBase64(keyText)];
  return iterations && salt && key && pbkdf2Text(DIGESTS[name], iterations, salt, key);
}

function of389(text: string): string | undefined {
  const bytes = fromBase64(text);
  if (bytes?.length !== 4 + 64 + 256) return undefined;
  return pbkdf2Text('sha256', bytes.readUInt32BE(0), bytes.subarray(4, 68), bytes.subarray(68));
}

function ofAtlassian(text: string): string | undefined {
  const bytes = fromBase64(text);
  return bytes?.length === 48 ? pbkdf2Text('sha1', 10_000, bytes.subarray(0, 16), bytes.subarray(16)) : undefined;
}
