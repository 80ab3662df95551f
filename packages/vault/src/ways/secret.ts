import { type Bytes, utf8 } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';
import { type Argon2Parameters, checkArgon2 } from './argon2-parameters.ts';
import { hkdfKey } from './passkey.ts';

/** A master secret, as it was typed. It goes to no server, and no server can count guesses at it: what bounds them is Argon2. */
export interface SecretWay {
  readonly kind: 'secret';
  readonly secret: string;
}

/**
 * What a secret is worth as a key: Argon2id over its NFC form in UTF-8.
 *
 * @throws VaultError `secret-malformed` or `argon2-parameters-refused`
 */
export async function secretSource(secret: string, salt: Bytes, cost: Argon2Parameters): Promise<CryptoKey> {
  if (secret === '') throw new VaultError('secret-malformed', 'The secret is empty');
  // A lone surrogate has no UTF-8: different secrets would be the same.
  if (/\p{Surrogate}/u.test(secret)) throw new VaultError('secret-malformed', 'The secret is not text');
  checkArgon2(cost);
  const { argon2id } = await import('./argon2id.ts');
  const source = await argon2id(utf8(secret.normalize('NFC')), salt, cost);
  try {
    return await hkdfKey(source);
  } finally {
    source.fill(0);
  }
}
