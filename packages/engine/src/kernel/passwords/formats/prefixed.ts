import { withPreHash } from '../pre-hash.ts';
import type { HashReader } from './reader.ts';
import { unreadable } from './unreadable.ts';

/** `1|$2y$…`, `2|$argon2i$…`, `3|$argon2id$…`. */
export const readNextcloud: HashReader = (stored) => (/^[1-9]\|\$/.test(stored) ? stored.slice(2) : undefined);

/** `#jbcrypt:$2a$…`. */
export const readJenkins: HashReader = (stored) =>
  stored.startsWith('#jbcrypt:') ? stored.slice('#jbcrypt:'.length) : undefined;

/** `!bcrypt!10!…`: bcrypt over the bytes of a SHA-512. */
export const readRequestTracker: HashReader = (stored) => {
  if (stored.startsWith('!sha512!')) return unreadable('a digest without a cost (SHA-512)');
  const [, cost, rest] = /^!bcrypt!(\d\d)!(.*)$/s.exec(stored) ?? [];
  return cost && withPreHash('sha512', `$2y$${cost}$${rest}`);
};
