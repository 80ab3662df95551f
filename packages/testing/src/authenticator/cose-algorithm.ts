import type { PublicKeyCredentialParameters } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';

/** The signature algorithms that the authenticator can make keys for (IANA COSE Algorithms). */
export const COSE_ALGORITHM = { ES256: -7, EdDSA: -8, RS256: -257 } as const;

/** ML-DSA-44 (RFC 9964). An authenticator makes such keys if its options list the algorithm. Needs Node 24.6 or later. */
export const ML_DSA_44 = -48;

/** A member of {@link COSE_ALGORITHM}, or {@link ML_DSA_44}. */
export type CoseAlgorithm = (typeof COSE_ALGORITHM)[keyof typeof COSE_ALGORITHM] | typeof ML_DSA_44;

/** The algorithms that a client requests if the Relying Party lists none (WebAuthn L3 §5.1.3). */
const WHEN_NOTHING_LISTED: readonly number[] = [COSE_ALGORITHM.ES256, COSE_ALGORITHM.RS256];

/**
 * Chooses the first algorithm of the Relying Party's list that the authenticator supports. The list is in the Relying Party's order of
 * preference (WebAuthn L3 §5.4, `pubKeyCredParams`).
 *
 * @throws AuthenticatorError `algorithm-unsupported` (`NotSupportedError`) if no algorithm fits.
 */
export function chooseAlgorithm(
  wanted: readonly PublicKeyCredentialParameters[],
  supported: readonly CoseAlgorithm[],
): CoseAlgorithm {
  const identifiers =
    wanted.length === 0
      ? WHEN_NOTHING_LISTED
      : wanted.filter(({ type }) => type === 'public-key').map(({ alg }) => alg);
  for (const identifier of identifiers) {
    const algorithm = supported.find((candidate) => candidate === identifier);
    if (algorithm !== undefined) {
      return algorithm;
    }
  }
  throw new AuthenticatorError(
    'algorithm-unsupported',
    `The authenticator supports ${supported.join(', ')}, the Relying Party asked for ${identifiers.join(', ')}`,
  );
}
