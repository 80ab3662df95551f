import { type Bytes, utf8 } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';
import { type Argon2Parameters, checkArgon2 } from './argon2-parameters.ts';
import { hkdfKey } from './passkey.ts';

/** A typed master secret. The secret never reaches a server, so no server can limit the guesses. Only the cost of Argon2 limits them. */
export interface SecretWay {
  /** Selects this kind of way. */
  readonly kind: 'secret';
  /** Well-formed text, not empty. Normalised to NFC before use. */
  readonly secret: string;
}

/** Argon2id over the UTF-8 of the secret in NFC. */
export async function secretSource(secret: string, salt: Bytes, cost: Argon2Parameters): Promise<CryptoKey> {
  if (secret === '') throw new VaultError('secret-malformed', 'The secret is empty');
  // The encoder would turn different secrets with lone surrogates into the same bytes.
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
