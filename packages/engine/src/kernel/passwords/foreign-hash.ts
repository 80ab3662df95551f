import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type PasswordHashForm, SCRYPT_MEMORY } from './read-password-hash.ts';

const loadBcrypt = () => {
  loaded ??= import('@node-rs/bcrypt');
  return loaded;
};
let loaded: Promise<typeof import('@node-rs/bcrypt')> | undefined;

const derivePbkdf2 = promisify(pbkdf2);

/** bcrypt uses the first 72 bytes of the text alone. */
export async function matchesForeign(
  form: Exclude<PasswordHashForm, { readonly kind: 'argon2' }>,
  text: string,
): Promise<boolean> {
  if (form.kind === 'bcrypt') return (await loadBcrypt()).verify(text, form.hash);
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
