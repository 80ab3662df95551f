import { createHash, createPublicKey, verify } from 'node:crypto';
import type { LogCrypto } from '@sallyport/assurance/log';

export const LOG_CRYPTO: LogCrypto = {
  text: (prefix, text) => createHash('sha256').update(Buffer.of(prefix)).update(text).digest('base64url'),
  node: (left, right) =>
    createHash('sha256')
      .update(Buffer.of(1))
      .update(Buffer.from(left, 'base64url'))
      .update(Buffer.from(right, 'base64url'))
      .digest('base64url'),
  empty: createHash('sha256').digest('base64url'),
  // RFC 7638: the members in the order of their names.
  thumbprint: (x) => createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url'),
  verifies({ kty, crv, x }, text, signature) {
    try {
      const key = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
      return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    } catch {
      return false;
    }
  },
};
