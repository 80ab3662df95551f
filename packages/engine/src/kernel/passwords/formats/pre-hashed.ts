import { withPreHash } from '../pre-hash.ts';
import type { HashReader } from './reader.ts';

/** WordPress since 6.8. */
export const readWordPress: HashReader = (stored) =>
  stored.startsWith('$wp$2') ? withPreHash('wp-sha384', stored.slice('$wp'.length)) : undefined;

/** Meteor's clients send the SHA-256 of the password. */
export const readMeteor: HashReader = (stored) =>
  /^\$(?:2|argon2)/.test(stored) ? withPreHash('sha256-hex', stored) : undefined;
