import { createHmac, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHasher } from './hasher.ts';
import { type PasswordHashForm, SCRYPT_MEMORY } from './read-password-hash.ts';
import { scryptKdfHeader } from './scrypt-kdf.ts';

let loaded: Promise<typeof import('@node-rs/bcrypt')> | undefined;

export async function bcryptOfNodeRs(hash: string, password: string | Uint8Array): Promise<boolean> {
  loaded ??= import('@node-rs/bcrypt');
  return (await loaded).verify(password, hash);
}

const derivePbkdf2 = promisify(pbkdf2);

/** bcrypt uses the first 72 bytes of the text alone. */
export async function matchesForeign(
  form: Exclude<PasswordHashForm, { readonly kind: 'argon2' }>,
  text: string | Buffer,
  { verifyBcrypt = bcryptOfNodeRs }: Pick<PasswordHasher, 'verifyBcrypt'>,
): Promise<boolean> {
  if (form.kind === 'bcrypt') return verifyBcrypt(form.hash, text);
  const { salt, key } = form;
  if (form.kind === 'pbkdf2')
    return timingSafeEqual(await derivePbkdf2(text, salt, form.iterations, key.length, form.digest), key);
  if (!form.signs) return timingSafeEqual(await deriveScrypt(text, form, key.length), key);
  const signing = (await deriveScrypt(text, form, 64)).subarray(32);
  return timingSafeEqual(createHmac('sha256', signing).update(scryptKdfHeader(form, salt)).digest(), key);
}

type ScryptForm = Extract<PasswordHashForm, { readonly kind: 'scrypt' }>;

function deriveScrypt(text: string | Buffer, form: ScryptForm, length: number): Promise<Buffer> {
  const { cost, blockSize, parallelization, salt } = form;
  return new Promise((resolve, reject) => {
    scrypt(text, salt, length, { cost, blockSize, parallelization, maxmem: SCRYPT_MEMORY }, (fault, derived) =>
      // Bun calls back with `undefined`, and Node with `null`.
      fault ? reject(fault) : resolve(derived),
    );
  });
}
