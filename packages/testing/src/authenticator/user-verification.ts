import type { UserVerificationRequirement } from '@simplewebauthn/server';
import { AuthenticatorError } from './authenticator-error.ts';

/** What the three parties to user verification bring. */
export interface UserVerificationQuestion {
  /** Whether the authenticator has a PIN, a fingerprint reader or the like. */
  readonly capable: boolean;
  /** What the Relying Party asks (WebAuthn L3 §5.8.6); `preferred` when it says nothing. */
  readonly requirement: UserVerificationRequirement;
  /** What the person does, if the test says so. */
  readonly passes: boolean | undefined;
}

/**
 * Whether the UV flag is set (WebAuthn L3 §5.8.6). A client skips an authenticator that cannot do what is required,
 * so what the page gets is `NotAllowedError`.
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
