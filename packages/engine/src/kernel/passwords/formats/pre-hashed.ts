import { withPreHash } from '../pre-hash.ts';
import { unknownHash } from '../read-password-hash.ts';
import type { HashReader } from './reader.ts';

/** WordPress since 6.8. */
export const readWordPress: HashReader = (stored) =>
  stored.startsWith('$wp$2') ? withPreHash('wp-sha384', stored.slice('$wp'.length)) : undefined;

/** Meteor's clients send the SHA-256 of the password. */
export const readMeteor: HashReader = (stored) =>
  /^\$(?:2|argon2)/.test(stored) ? withPreHash('sha256-hex', stored) : undefined;

/** By default, Flask-Security makes every hash but those of Django's kinds with the pepper. */
export const readFlaskSecurity: HashReader = (stored) =>
  /^\$(?:2|argon2|pbkdf2|scrypt)/.test(stored)
    ? withPreHash('flask-security', stored)
    : unknownHash(
        'is no hash of Flask-Security with a pepper that is verified: leave passwordFormat out if its kind is in SECURITY_PASSWORD_SINGLE_HASH, and otherwise use passwordElsewhere',
      );

export const readDevise: HashReader = (stored) =>
  stored.startsWith('$2')
    ? withPreHash('devise', stored)
    : unknownHash('is no bcrypt of Devise: use passwordElsewhere');
