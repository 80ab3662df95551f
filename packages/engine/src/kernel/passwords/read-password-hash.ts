import { fromBase64, fromBcryptBase64, toBase64, toBcryptBase64 } from './hash-bytes.ts';
import { type PreHash, splitPreHash, withPreHash } from './pre-hash.ts';
import { SCRYPT_KDF_BYTES, type ScryptCost } from './scrypt-kdf.ts';

export type PasswordHashForm = {
  readonly text: string;
  readonly before?: PreHash;
} & (
  | {
      readonly kind: 'argon2';
      readonly hash: string;
    }
  | { readonly kind: 'bcrypt'; readonly hash: string }
  | (ScryptCost & {
      readonly kind: 'scrypt';
      /** The second half of 64 derived bytes signs the cost and the salt, and `key` is the signature (scrypt-kdf). */
      readonly signs: boolean;
      readonly salt: Buffer;
      readonly key: Buffer;
    })
  | {
      readonly kind: 'pbkdf2';
      readonly digest: Pbkdf2Digest;
      readonly iterations: number;
      readonly salt: Buffer;
      /** The first block of the key (RFC 8018 §5.2). Further blocks would prove nothing more. */
      readonly key: Buffer;
    }
);

const DIGESTS = ['sha1', 'sha256', 'sha512'] as const;

export type Pbkdf2Digest = (typeof DIGESTS)[number];

export function digestNamed(name: string | undefined): Pbkdf2Digest | undefined {
  return DIGESTS.find((one) => one === name);
}

export interface PasswordHashFault {
  readonly code: 'unknown-hash' | 'malformed-hash' | 'too-costly-hash';
  readonly message: string;
}

/** About a second of work each. Memory in KiB. */
const MOST = {
  argon2: { memory: 262_144, memoryByPasses: 786_432, lanes: 16 },
  bcrypt: { least: 4, most: 14 },
  scrypt: 2 ** 20,
  pbkdf2: 2_000_000,
} as const;

/** A shorter key could be guessed instead of the password. */
const BYTES = { salt: [8, 256], key: [16, 512] } as const;

const LONGEST_HASH = 4_096;

const SCRYPT_KEY = 64;

const BLOCK = { sha1: 20, sha256: 32, sha512: 64 } as const;

const ARGON2 = /^\$argon2(id|i|d)(?:\$v=(\d{1,3}))?\$([a-z\d=,]*)\$([^$]*)\$([^$]*)$/;
const BCRYPT = /^\$(2[aby])\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const SCRYPT = /^\$(scrypt|scrypt-kdf)\$ln=(\d{1,8}),r=(\d{1,8}),p=(\d{1,8})\$([^$]*)\$([^$]*)$/;
const PBKDF2 = /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,12})(?:,l=\d{1,4})?\$([^$]*)\$([^$]*)$/;

export function readPasswordHash(text: string): PasswordHashForm | PasswordHashFault {
  if (typeof text !== 'string' || text.length > LONGEST_HASH)
    return malformed(`is a text of more than ${LONGEST_HASH} characters`);
  const { before, hash } = splitPreHash(text) ?? { hash: '' };
  const form = formOf(hash);
  return before === undefined || isHashFault(form) ? form : { ...form, before, text: withPreHash(before, form.text) };
}

export function readOwnHash(text: string): string | undefined {
  const read = readArgon2(text);
  return isHashFault(read) ? undefined : read.text;
}

export interface Argon2Hash {
  readonly type: 'd' | 'i' | 'id';
  readonly version: 16 | 19;
  /** RFC 9106 §3.1. */
  readonly m: number;
  readonly t: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
  readonly text: string;
}

function formOf(hash: string): PasswordHashForm | PasswordHashFault {
  if (hash.startsWith('$argon2')) return argon2Form(hash);
  if (/^\$2[aby]\$/.test(hash)) return bcryptForm(hash);
  if (/^\$scrypt(?:-kdf)?\$/.test(hash)) return scryptForm(hash);
  if (/^\$pbkdf2(?:-sha(?:1|256|512))?\$/.test(hash)) return pbkdf2Form(hash);
  return unknownHash(
    'is no hash of argon2, bcrypt ($2a$, $2b$, $2y$), scrypt or PBKDF2 in a form that is read: use passwordElsewhere',
  );
}

export function isHashFault(read: object): read is PasswordHashFault {
  return 'code' in read;
}

export function malformed(message: string): PasswordHashFault {
  return { code: 'malformed-hash', message };
}

export function unknownHash(message: string): PasswordHashFault {
  return { code: 'unknown-hash', message };
}

function tooCostly(most: string): PasswordHashFault {
  return {
    code: 'too-costly-hash',
    message: `costs more than the most that is verified (${most}): use passwordElsewhere`,
  };
}

/** Bounds no cost. */
export function readArgon2(text: string): Argon2Hash | PasswordHashFault {
  const [whole, type, version = '16', list = '', saltText, keyText] = ARGON2.exec(text) ?? [];
  if (whole === undefined) return malformed('is no hash of argon2 with parameters, a salt and a key');
  if (version !== '16' && version !== '19') return malformed('is of a version of argon2 other than 16 and 19');
  const parts = [...list.matchAll(/(?<=^|,)([mtp])=(\d{1,12})(?=,|$)/g)];
  const { m, t, p } = Object.fromEntries(parts.map(([, name, value]) => [name, Number(value)]));
  if (m === undefined || t === undefined || p === undefined || list.split(',').length !== 3)
    return malformed('has not the parameters m, t and p of argon2, and no others');
  if (t < 1 || p < 1 || m < 8 * p)
    return malformed('has impossible parameters: t and p are at least 1, and m is 8 · p');
  const bytes = saltAndKey(saltText, keyText);
  if (isHashFault(bytes)) return bytes;
  const end = `${toBase64(bytes.salt)}$${toBase64(bytes.key)}`;
  const kind = type === 'i' || type === 'd' ? type : 'id';
  const written = `$argon2${kind}$v=${version}$m=${m},t=${t},p=${p}$${end}`;
  return { type: kind, version: version === '16' ? 16 : 19, m, t, p, ...bytes, text: written };
}

function argon2Form(hash: string): PasswordHashForm | PasswordHashFault {
  const read = readArgon2(hash);
  if (isHashFault(read)) return read;
  const { m, t, p, text } = read;
  const most = MOST.argon2;
  if (m > most.memory || m * t > most.memoryByPasses || p > most.lanes)
    return tooCostly(`m=${most.memory}, m · t = ${most.memoryByPasses}, p=${most.lanes}`);
  return { kind: 'argon2', hash: text, text };
}

function bcryptForm(hash: string): PasswordHashForm | PasswordHashFault {
  const [, version, cost, salt = '', digest = ''] = BCRYPT.exec(hash) ?? [];
  if (version === undefined) return malformed('is no bcrypt of two digits of cost and 53 letters');
  if (Number(cost) < MOST.bcrypt.least) return malformed(`has a cost of bcrypt below ${MOST.bcrypt.least}`);
  if (Number(cost) > MOST.bcrypt.most) return tooCostly(`cost ${MOST.bcrypt.most}`);
  // The last letter of each part can have bits that bcrypt never compared.
  const text = `$${version}$${cost}$${[salt, digest].map((part) => toBcryptBase64(fromBcryptBase64(part))).join('')}`;
  return { kind: 'bcrypt', hash: text, text };
}

function scryptForm(hash: string): PasswordHashForm | PasswordHashFault {
  const [, name, ln, r, p, saltText, keyText] = SCRYPT.exec(hash) ?? [];
  if (name === undefined) return malformed('is no scrypt with ln, r, p, a salt and a key');
  const signs = name === 'scrypt-kdf';
  const [log, blockSize, parallelization] = [signs ? Number(ln) : logOfCost(Number(ln)), Number(r), Number(p)];
  // RFC 7914 §2: N is larger than 1 and less than 2^(128 · r / 8).
  if (log < 1 || blockSize < 1 || parallelization < 1 || log >= 16 * blockSize)
    return malformed('has impossible parameters of scrypt: ln, r and p are at least 1, and ln is below 16 · r');
  const cost = 2 ** log;
  // OpenSSL counts N + 2 blocks and p blocks of 128 · r bytes.
  const memory = 128 * blockSize * (cost + 2 + parallelization);
  if (cost * blockSize * parallelization > MOST.scrypt || memory > SCRYPT_MEMORY)
    return tooCostly(`N · r · p = ${MOST.scrypt}, and ${SCRYPT_MEMORY} bytes of memory`);
  const bytes = saltAndKey(saltText, keyText);
  if (isHashFault(bytes)) return bytes;
  const { salt } = bytes;
  if (signs && [salt, bytes.key].some(({ length }) => length !== SCRYPT_KDF_BYTES))
    return malformed(
      `has a salt of ${salt.length} and a key of ${bytes.key.length} bytes, and scrypt-kdf writes ${SCRYPT_KDF_BYTES} each`,
    );
  const key = bytes.key.subarray(0, SCRYPT_KEY);
  const text = `$${name}$ln=${log},r=${blockSize},p=${parallelization}$${toBase64(salt)}$${toBase64(key)}`;
  return { kind: 'scrypt', text, signs, cost, blockSize, parallelization, salt, key };
}

/** Ory Kratos writes N where the PHC string format has its logarithm. No logarithm is 64 or more: nobody computes 2^64 blocks. */
function logOfCost(ln: number): number {
  return ln >= 64 && Number.isInteger(Math.log2(ln)) ? Math.log2(ln) : ln;
}

export const SCRYPT_MEMORY: number = 256 * 1024 * 1024;

function pbkdf2Form(hash: string): PasswordHashForm | PasswordHashFault {
  // passlib names its PBKDF2 with SHA-1 without the digest.
  const [whole, name = 'sha1', i, saltText, keyText] = PBKDF2.exec(hash) ?? [];
  const digest = whole === undefined ? undefined : digestNamed(name);
  if (digest === undefined) return malformed('is no PBKDF2 with iterations, a salt and a key');
  const iterations = Number(i);
  if (iterations < 1) return malformed('has no iterations of PBKDF2');
  if (iterations > MOST.pbkdf2) return tooCostly(`${MOST.pbkdf2} iterations`);
  const bytes = saltAndKey(saltText, keyText);
  if (isHashFault(bytes)) return bytes;
  const { salt } = bytes;
  const key = bytes.key.subarray(0, BLOCK[digest]);
  const text = `$pbkdf2-${digest}$i=${iterations}$${toBase64(salt)}$${toBase64(key)}`;
  return { kind: 'pbkdf2', text, digest, iterations, salt, key };
}

function saltAndKey(saltText = '', keyText = ''): { salt: Buffer; key: Buffer } | PasswordHashFault {
  const [salt, key] = [fromBase64(saltText), fromBase64(keyText)];
  if (salt === undefined) return malformed('has a salt that is no base64 of whole bytes');
  if (key === undefined) return malformed('has a key that is no base64 of whole bytes');
  for (const [name, { length }] of [
    ['salt', salt],
    ['key', key],
  ] as const) {
    const [least, most] = BYTES[name];
    if (length < least || length > most)
      return malformed(`has a ${name} of ${length} bytes, and ${least} to ${most} are taken`);
  }
  return { salt, key };
}
