import type { ForeignPassword, PasswordFormat, SaltedHash } from '../../../contract/index.ts';
import {
  isHashFault,
  type PasswordHashFault,
  type PasswordHashForm,
  readPasswordHash,
  unknownHash,
} from '../read-password-hash.ts';
import { readAdonis } from './adonis.ts';
import { readAspNet, readAspNetNamed } from './asp-net.ts';
import { readDjango } from './django.ts';
import { readDovecot } from './dovecot.ts';
import { readLdap } from './ldap.ts';
import { readBetterAuth, readLucia } from './lucia.ts';
import { readMediaWiki } from './media-wiki.ts';
import { readPasslib } from './passlib.ts';
import { readPayload } from './payload.ts';
import { readDevise, readFlaskSecurity, readMeteor, readWordPress } from './pre-hashed.ts';
import { readJenkins, readNextcloud, readRequestTracker } from './prefixed.ts';
import type { HashReader } from './reader.ts';
import { readScryptKdf } from './scrypt-kdf.ts';
import { readSpring } from './spring.ts';
import { toldApart } from './unreadable.ts';
import { readWerkzeug } from './werkzeug.ts';

const NO_COLUMNS = unknownHash('is no { hash, salt } with both columns');

const READERS = {
  django: readDjango,
  werkzeug: readWerkzeug,
  adonis: readAdonis,
  spring: readSpring,
  passlib: readPasslib,
  wordpress: readWordPress,
  ldap: readLdap,
  dovecot: readDovecot,
  mediawiki: readMediaWiki,
  nextcloud: readNextcloud,
  jenkins: readJenkins,
  'request-tracker': readRequestTracker,
  'scrypt-kdf': readScryptKdf,
  aspnet: readAspNetNamed,
  meteor: readMeteor,
  'better-auth': readBetterAuth,
  'flask-security': readFlaskSecurity,
  devise: readDevise,
  payload: () => NO_COLUMNS,
  'passport-local-mongoose': () => NO_COLUMNS,
} as const satisfies Record<PasswordFormat, HashReader>;

export const PASSWORD_FORMATS = Object.keys(READERS) as readonly PasswordFormat[];

const FINDING: readonly HashReader[] = [
  readDjango,
  readWerkzeug,
  readAdonis,
  readSpring,
  readPasslib,
  readWordPress,
  readDovecot,
  readLdap,
  readMediaWiki,
  readNextcloud,
  readJenkins,
  readRequestTracker,
  readScryptKdf,
  readLucia,
  readAspNet,
];

export function readForeignPassword(stored: ForeignPassword): PasswordHashForm | PasswordHashFault {
  const { passwordHash, passwordFormat } = stored;
  const read =
    typeof passwordHash === 'string' ? textOf(passwordHash, passwordFormat) : columnsOf(passwordHash, passwordFormat);
  if (typeof read !== 'string') return read;
  const form = readPasswordHash(read);
  if (!isHashFault(form) || form.code !== 'unknown-hash') return form;
  return toldApart(read) ?? form;
}

function columnsOf({ hash, salt }: SaltedHash, format: PasswordFormat | undefined): string | PasswordHashFault {
  if (format === 'payload' || format === 'passport-local-mongoose') return readPayload(hash, salt);
  return unknownHash(
    'is in two columns: give passwordFormat if it is of payload or passport-local-mongoose, and otherwise both in the PHC string format, or passwordElsewhere',
  );
}

/** A column of a fixed width pads with spaces, and libsodium with NULs. */
const PADDING = /[\s\0]+$/;

function textOf(padded: string, format: PasswordFormat | undefined): string | PasswordHashFault {
  const text = padded.replace(PADDING, '');
  const readers = format === undefined ? FINDING : [READERS[format]];
  for (const reads of readers) {
    const read = reads(text);
    if (read !== undefined) return read;
  }
  return text;
}
