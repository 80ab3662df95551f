import type { UserVerificationRequirement } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';

export interface UserVerificationQuestion {
  /** Whether the authenticator has a PIN, a fingerprint reader or the like. */
  readonly capable: boolean;
  /** The Relying Party's requirement (WebAuthn L3 §5.8.6). Default: `preferred`. */
  readonly requirement: UserVerificationRequirement;
  /** Whether the person passes the verification, if the test decides that. */
  readonly passes: boolean | undefined;
}

/**
 * Whether the UV flag is set (WebAuthn L3 §5.8.6). A client skips an authenticator without the required capability, so the page gets
 * `NotAllowedError`.
 *
 * @throws AuthenticatorError `user-verification-unavailable` or `user-verification-failed`.
 */
export function verifyUser({ capable, requirement, passes }: UserVerificationQuestion): boolean {
  if (!capable && (passes === true || requirement === 'required')) {
    throw new AuthenticatorError('user-verification-unavailable', 'This authenticator cannot verify its user');
  }
  const verified = passes ?? (capable && requirement !== 'discouraged');
  if (!verified && requirement === 'required') {
    throw new AuthenticatorError('user-verification-failed', 'User verification is required, and the user failed it');
  }
  return verified;
}
