import type { PublicKeyCredentialParameters } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';

/** The signature algorithms that the authenticator can make keys for (IANA COSE Algorithms). */
export const COSE_ALGORITHM = { ES256: -7, EdDSA: -8, RS256: -257 } as const;

/** One of {@link COSE_ALGORITHM}. */
export type CoseAlgorithm = (typeof COSE_ALGORITHM)[keyof typeof COSE_ALGORITHM];

/** What a client asks for when the Relying Party lists nothing (WebAuthn L3 §5.1.3). */
const WHEN_NOTHING_LISTED: readonly number[] = [COSE_ALGORITHM.ES256, COSE_ALGORITHM.RS256];

/**
 * Takes the first algorithm of the Relying Party's list that the authenticator supports: the list is in
 * the Relying Party's order of preference (WebAuthn L3 §5.4, `pubKeyCredParams`).
 *
 * @throws AuthenticatorError `algorithm-unsupported` (`NotSupportedError`) when there is none.
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
