import { malformed } from '../read-password-hash.ts';
import { type HashReader, pbkdf2Text } from './reader.ts';
import { unreadable } from './unreadable.ts';

const SCHEME = /^\{([A-Z\d-]{3,20})(\.(?:B64|BASE64|HEX))?\}(.*)$/is;
const HASHES = ['BLF-CRYPT', 'ARGON2I', 'ARGON2ID', 'SHA256-CRYPT', 'SHA512-CRYPT', 'MD5-CRYPT', 'DES-CRYPT', 'CRYPT'];
const IN_THE_CLEAR = ['PLAIN', 'PLAIN-TRUNC', 'CLEAR', 'CLEARTEXT'];
const DIGESTS = /^(?:S?(?:SHA|SHA1|SHA256|SHA512|MD5)|CRAM-MD5|HMAC-MD5|DIGEST-MD5|LDAP-MD5|PLAIN-MD[45])$/;

/** `{BLF-CRYPT}$2y$…`, `{ARGON2ID}$argon2id$…`, `{PBKDF2}$1$salt$5000$…`. */
export const readDovecot: HashReader = (stored) => {
  const [, named = '', encoding = '', text = ''] = SCHEME.exec(stored) ?? [];
  const scheme = named.toUpperCase();
  if (HASHES.includes(scheme)) return decoded(text, encoding);
  if (scheme === 'PBKDF2' && text.startsWith('$1$'))
    return pbkdf2Of(text) ?? malformed('is a PBKDF2 of Dovecot with a broken form');
  if (IN_THE_CLEAR.includes(scheme)) return unreadable('a password in the clear');
  return DIGESTS.test(scheme) ? unreadable('a digest without a cost (MD5 or SHA)') : undefined;
};

function decoded(text: string, encoding: string): string {
  if (encoding === '') return text;
  return Buffer.from(text, encoding.toUpperCase() === '.HEX' ? 'hex' : 'base64').toString();
}

/** The salt is its text. */
function pbkdf2Of(text: string): string | undefined {
  const [, salt = '', iterations, key = ''] = /^\$1\$([^$]+)\$(\d{1,12})\$([\da-f]{40})$/.exec(text) ?? [];
  return iterations && pbkdf2Text('sha1', iterations, salt, Buffer.from(key, 'hex'));
}
