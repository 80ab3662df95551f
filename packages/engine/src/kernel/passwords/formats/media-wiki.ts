import { fromBase64 } from '../hash-bytes.ts';
import { digestNamed, malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text } from './reader.ts';
import { unreadable } from './unreadable.ts';

const PBKDF2 = /^:pbkdf2:(sha1|sha256|sha512):(\d{1,12}):\d{1,4}:([^:]+):([^:]+)$/;
const BCRYPT = /^:bcrypt:(\d{1,2})\$([^$]+)\$([^$]+)$/;
const ARGON2 = ':argon2:';

/** `:pbkdf2:sha512:30000:64:salt:key`, `:bcrypt:9$salt$digest`, `:argon2:$argon2id$…`. */
export const readMediaWiki: HashReader = (stored) => {
  const [type] = /^:[\w-]+:/.exec(stored) ?? [];
  if (type === undefined) return undefined;
  if (type === ARGON2) return stored.slice(ARGON2.length);
  if (type === ':pbkdf2:' || type === ':bcrypt:')
    return pbkdf2Of(stored) ?? bcryptOf(stored) ?? malformed('is a hash of MediaWiki with a broken form');
  return unreadable('a hash of MediaWiki by MD5, in layers or encrypted');
};

function pbkdf2Of(stored: string): string | undefined {
  const [, name, iterations = '', saltText = '', keyText = ''] = PBKDF2.exec(stored) ?? [];
  const digest = digestNamed(name);
  const [salt, key] = [fromBase64(saltText), fromBase64(keyText)];
  return digest && salt && key && pbkdf2Text(digest, iterations, salt, key);
}

function bcryptOf(stored: string): string | undefined {
  const [, cost, salt, digest] = BCRYPT.exec(stored) ?? [];
  return cost && `$2y$${cost.padStart(2, '0')}$${salt}${digest}`;
}
