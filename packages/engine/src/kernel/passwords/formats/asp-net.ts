import { fromBase64 } from '../hash-bytes.ts';
import { malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text } from './reader.ts';

const DIGESTS = ['sha1', 'sha256', 'sha512'] as const;

/** Version 3 of ASP.NET Core Identity. */
export const readAspNet: HashReader = (stored) => {
  const bytes = fromBase64(stored);
  if (bytes === undefined || bytes.length < 13 + 16 + 16 || bytes[0] !== 1) return undefined;
  const digest = DIGESTS[bytes.readUInt32BE(1)];
  const [iterations, length] = [bytes.readUInt32BE(5), bytes.readUInt32BE(9)];
  const [salt, key] = [bytes.subarray(13, 13 + length), bytes.subarray(13 + length)];
  return digest && salt.length >= 16 && key.length >= 16 ? pbkdf2Text(digest, iterations, salt, key) : undefined;
};

/** Also version 2, whose parameters are fixed. */
export const readAspNetNamed: HashReader = (stored) => {
  const bytes = /^[\w+/]+={0,2}$/.test(stored) ? fromBase64(stored) : undefined;
  if (bytes === undefined) return undefined;
  if (bytes.length === 49 && bytes[0] === 0)
    return pbkdf2Text('sha1', 1_000, bytes.subarray(1, 17), bytes.subarray(17));
  return readAspNet(stored) ?? malformed('is a hash of ASP.NET Core Identity with a broken form');
};
