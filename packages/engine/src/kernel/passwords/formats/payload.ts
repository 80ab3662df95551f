import { fromHex } from '../hash-bytes.ts';
import { malformed, type PasswordHashFault } from '../read-password-hash.ts';
import { pbkdf2Text } from './reader.ts';

const PREFIX = 'pbkdf2-sha256-v1:';

/** Before 3.90, Payload had the form of passport-local-mongoose. */
export function readPayload(hash: string, salt: string): string | PasswordHashFault {
  const isNew = hash.startsWith(PREFIX);
  const key = fromHex(isNew ? hash.slice(PREFIX.length) : hash);
  if (key === undefined) return malformed('has a hash that is no hexadecimal text');
  return pbkdf2Text('sha256', isNew ? 600_000 : 25_000, salt, key);
}
