import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** A password hash that Sallyport verifies, with its cost and, for `node:crypto`, its salt and its key. */
export type PasswordHashForm =
  | { readonly kind: 'argon2' }
  | { readonly kind: 'bcrypt' }
  | {
      readonly kind: 'scrypt';
      /** N, r and p of RFC 7914 §2. */
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'pbkdf2';
      readonly digest: 'sha1' | 'sha256' | 'sha512';
      readonly iterations: number;
      readonly salt: Buffer;
      /** The first block of the key (RFC 8018 §5.2). Every further block would cost as much again, and prove nothing more. */
      readonly key: Buffer;
    };

/** The fault of a password hash: a code for programs, and an English message. */
export interface PasswordHashFault {
  readonly code: 'unknown-hash' | 'malformed-hash' | 'too-costly-hash';
  readonly message: string;
}

/**
 * The most work that one verification may be: about a second each. The limits hold before any work, so that a hostile row does not stall the
 * server. Memory in KiB.
 */
const MOST = {
  /** libsodium's `MODERATE`: 256 MiB, three passes. */
  argon2: { memory: 262_144, memoryByPasses: 786_432, lanes: 16 },
  bcrypt: { least: 4, most: 14 },
  /** N · r · p. 128 · N · r bytes are then at most 128 MiB. */
  scrypt: 2 ** 20,
  pbkdf2: 2_000_000,
} as const;

/** Salts have at least 8 bytes, and keys at least 16: a shorter key could be guessed instead of the password. */
const BYTES = { salt: [8, 64], key: [16, 128] } as const;

const ARGON2 = /^\$argon2(?:id|i|d)(?:\$v=(?:16|19))?\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,4})\$([^$]+)\$([^$]+)$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const SCRYPT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,8}),p=(\d{1,8})\$([^$]+)\$([^$]+)$/;
const PBKDF2 = /^\$pbkdf2-(sha1|sha256|sha512)\$(?:i=)?(\d{1,10})(?:,l=\d{1,3})?\$([^$]+)\$([^$]+)$/;

/**
 * Reads a password hash: argon2i, argon2d, argon2id, scrypt and PBKDF2 in the PHC string format, and bcrypt as `$2a$`, `$2b$` or `$2y$`. Also
 * reads the PBKDF2 of passlib. Computes nothing. Returns the fault if no password may be verified against the text.
 */
export function readPasswordHash(text: string): PasswordHashForm | PasswordHashFault {
  if (typeof text !== 'string' || text.length > 512) return malformedHash;
  if (text.startsWith('$argon2')) return argon2Form(text);
  if (/^\$2[aby]\$/.test(text)) return bcryptForm(text);
  if (text.startsWith('$scrypt$')) return scryptForm(text);
  if (/^\$pbkdf2-sha(?:1|256|512)\$/.test(text)) return pbkdf2Form(text);
  return {
    code: 'unknown-hash',
    message: 'is no hash of argon2, bcrypt ($2a$, $2b$, $2y$), scrypt or PBKDF2 in the PHC string format',
  };
}

/** Returns whether a reading is a fault. */
export function isHashFault(read: PasswordHashForm | PasswordHashFault): read is PasswordHashFault {
  return 'code' in read;
}

const malformedHash: PasswordHashFault = { code: 'malformed-hash', message: 'is a password hash with a broken form' };

function tooCostly(most: string): PasswordHashFault {
  return { code: 'too-costly-hash', message: `costs more than the most that is verified: ${most}` };
}

function argon2Form(text: string): PasswordHashForm | PasswordHashFault {
  const [, m, t, p, salt, key] = ARGON2.exec(text) ?? [];
  const [memory, passes, lanes] = [Number(m), Number(t), Number(p)];
  if (decoded(salt, BYTES.salt) === undefined || decoded(key, BYTES.key) === undefined) return malformedHash;
  if (passes < 1 || lanes < 1 || memory < 8 * lanes) return malformedHash;
  const most = MOST.argon2;
  if (memory > most.memory || memory * passes > most.memoryByPasses || lanes > most.lanes)
    return tooCostly(`m=${most.memory}, m · t = ${most.memoryByPasses}, p=${most.lanes}`);
  return { kind: 'argon2' };
}

function bcryptForm(text: string): PasswordHashForm | PasswordHashFault {
  const [, cost] = BCRYPT.exec(text) ?? [];
  if (cost === undefined || Number(cost) < MOST.bcrypt.least) return malformedHash;
  return Number(cost) > MOST.bcrypt.most ? tooCostly(`cost ${MOST.bcrypt.most}`) : { kind: 'bcrypt' };
}

function scryptForm(text: string): PasswordHashForm | PasswordHashFault {
  const [, ln, r, p, saltText, keyText] = SCRYPT.exec(text) ?? [];
  const [log, blockSize, parallelization] = [Number(ln), Number(r), Number(p)];
  const [salt, key] = [decoded(saltText, BYTES.salt), decoded(keyText, BYTES.key)];
  if (salt === undefined || key === undefined) return malformedHash;
  if (log < 1 || blockSize < 1 || parallelization < 1) return malformedHash;
  const cost = 2 ** log;
  if (cost * blockSize * parallelization > MOST.scrypt) return tooCostly(`N · r · p = ${MOST.scrypt}`);
  return { kind: 'scrypt', cost, blockSize, parallelization, salt, key };
}

/** The length of a digest, and so of a block of PBKDF2, in bytes. */
const BLOCK = { sha1: 20, sha256: 32, sha512: 64 } as const;

function pbkdf2Form(text: string): PasswordHashForm | PasswordHashFault {
  const [, name, i, saltText, keyText] = PBKDF2.exec(text) ?? [];
  const digest = name === 'sha1' || name === 'sha256' || name === 'sha512' ? name : undefined;
  const [salt, key] = [decoded(saltText, BYTES.salt), decoded(keyText, BYTES.key)];
  const iterations = Number(i);
  if (digest === undefined || salt === undefined || key === undefined || iterations < 1) return malformedHash;
  if (iterations > MOST.pbkdf2) return tooCostly(`${MOST.pbkdf2} iterations`);
  return { kind: 'pbkdf2', digest, iterations, salt, key: key.subarray(0, BLOCK[digest]) };
}

/** Decodes base64 as in the PHC string format, without padding. passlib writes `.` for `+`. */
function decoded(text: string | undefined, [least, most]: readonly [number, number]): Buffer | undefined {
  const plain = text?.replaceAll('.', '+').replace(/={1,2}$/, '');
  if (plain === undefined || !/^[A-Za-z0-9+/]+$/.test(plain)) return undefined;
  const bytes = Buffer.from(plain, 'base64');
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === plain;
  return isWhole && bytes.length >= least && bytes.length <= most ? bytes : undefined;
}

/** Loads the native library when the first bcrypt hash is verified. */
const loadBcrypt = () => {
  loaded ??= import('@node-rs/bcrypt');
  return loaded;
};
let loaded: Promise<typeof import('@node-rs/bcrypt')> | undefined;

const derivePbkdf2 = promisify(pbkdf2);

/** 128 · N · r bytes, and as much again for the library. */
const SCRYPT_MEMORY = 256 * 1024 * 1024;

/**
 * Verifies a text against a hash that Sallyport did not make. bcrypt uses the first 72 bytes of the text alone. The work runs in Node's thread
 * pool.
 */
export async function matchesForeign(
  hash: string,
  form: Exclude<PasswordHashForm, { readonly kind: 'argon2' }>,
  text: string,
): Promise<boolean> {
  if (form.kind === 'bcrypt') return (await loadBcrypt()).verify(text, hash);
  const { salt, key } = form;
  const derived =
    form.kind === 'pbkdf2'
      ? await derivePbkdf2(text, salt, form.iterations, key.length, form.digest)
      : await deriveScrypt(text, form);
  return timingSafeEqual(derived, key);
}

function deriveScrypt(text: string, form: Extract<PasswordHashForm, { readonly kind: 'scrypt' }>): Promise<Buffer> {
  const { cost, blockSize, parallelization, salt, key } = form;
  return new Promise((resolve, reject) => {
    scrypt(text, salt, key.length, { cost, blockSize, parallelization, maxmem: SCRYPT_MEMORY }, (fault, derived) =>
      fault === null ? resolve(derived) : reject(fault),
    );
  });
}
