import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Random } from './token.ts';

export type KeyPurpose = 'seal' | 'code' | 'mailed' | 'identifier' | 'challenge' | 'lineage' | 'invited';

/** The older secrets still open data made with them. */
export interface KeyRing {
  ids(): readonly string[];
  seal(plain: Uint8Array, context: string): string;
  unseal(sealed: string, context: string): Uint8Array;
  isCurrent(sealed: string): boolean;
  sealedAnew(sealed: string, context: string): string;
  /** For values that are too short for a plain hash. */
  hash(purpose: Exclude<KeyPurpose, 'seal'>, value: string): string;
  matches(purpose: Exclude<KeyPurpose, 'seal'>, value: string, hash: string): boolean;
  hashes(purpose: Exclude<KeyPurpose, 'seal'>, value: string): readonly string[];
}

/** In a rotation another process may already have the secret: 503. */
export class UnknownKey extends Error {
  override readonly name: string = 'UnknownKey';
  readonly code = 'unknown-key';
  constructor(id: string) {
    super(
      `data is sealed by the key ${id}, and no secret of \`secrets\` makes this key: give every process the old and the new secret ` +
        'before one of them seals with the new secret',
    );
  }
}

export const SHORTEST_SECRET = 32;

export function keyRing(secrets: () => readonly string[], random: Random): KeyRing {
  const known = new Map<string, Key>();
  const keys = (): Key[] =>
    secrets().map((secret) => {
      const key = known.get(secret) ?? newKey(secret);
      known.set(secret, key);
      return key;
    });
  const derive = (key: Key, purpose: KeyPurpose): Buffer => {
    const known = key.derived.get(purpose);
    if (known !== undefined) return known;
    const derived = Buffer.from(hkdfSync('sha256', key.secret, 'sallyport', purpose, 32));
    key.derived.set(purpose, derived);
    return derived;
  };
  const mac = (key: Key, purpose: KeyPurpose, value: string): string =>
    createHmac('sha256', derive(key, purpose)).update(value).digest('base64url');
  const current = (): Key => {
    const [first] = keys();
    if (first === undefined) throw new RangeError('the key ring is empty');
    return first;
  };
  const ring: KeyRing = {
    ids: () => keys().map(({ id }) => id),
    seal(plain, context) {
      const key = current();
      const nonce = random(12);
      const cipher = createCipheriv('aes-256-gcm', derive(key, 'seal'), nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${key.id}.${Buffer.from(nonce).toString('base64url')}.${body.toString('base64url')}`;
    },
    unseal(sealed, context) {
      const [id = '', nonce = '', body, ...more] = sealed.split('.');
      const key = keys().find((candidate) => candidate.id === id);
      if (key === undefined) throw new UnknownKey(id.slice(0, 8));
      if (body === undefined) throw new Error('what was sealed is cut short');
      const bytes = Buffer.from(body, 'base64url');
      const start = Buffer.from(nonce, 'base64url');
      // Node ignores signs that base64url does not have, and spare bits.
      const isCanonical = bytes.toString('base64url') === body && start.toString('base64url') === nonce;
      if (!isCanonical || more.length > 0) throw new Error('what was sealed has another spelling');
      const decipher = createDecipheriv('aes-256-gcm', derive(key, 'seal'), start)
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    },
    isCurrent: (sealed) => sealed.startsWith(`${current().id}.`),
    sealedAnew: (sealed, context) =>
      ring.isCurrent(sealed) ? sealed : ring.seal(ring.unseal(sealed, context), context),
    hash: (purpose, value) => mac(current(), purpose, value),
    matches: (purpose, value, hash) =>
      keys()
        .map((key) => equal(mac(key, purpose, value), hash))
        .includes(true),
    hashes: (purpose, value) => keys().map((key) => mac(key, purpose, value)),
  };
  return ring;
}

export function keyOf(sealed: string): string {
  return sealed.split('.', 1)[0] ?? '';
}

interface Key {
  readonly id: string;
  readonly secret: string;
  readonly derived: Map<KeyPurpose, Buffer>;
}

function newKey(secret: string): Key {
  const id = createHash('sha256').update(`sallyport key id ${secret}`).digest('base64url').slice(0, 8);
  return { id, secret, derived: new Map() };
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
