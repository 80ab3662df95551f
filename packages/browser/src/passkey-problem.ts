import { WebAuthnError } from '@simplewebauthn/browser';

/** Why a passkey prompt failed. */
export type PasskeyProblemCode =
  /** The person closed the prompt, the prompt timed out, or the device has no matching passkey. Browsers do not distinguish these cases. */
  | 'passkey-cancelled'
  /** Another ceremony or `signIn.cancelPasskey()` replaced the prompt. Show no error. */
  | 'passkey-superseded'
  /** The authenticator has a passkey of this account already. */
  | 'passkey-already-registered'
  /** The browser or the device does not support the request. */
  | 'passkey-unsupported'
  /** Any other error. */
  | 'passkey-failed';

/** A passkey prompt failed in the browser. No passkey response was sent. Branch on `code`. */
export class PasskeyProblem extends Error {
  /** `PasskeyProblem`, also if two copies of this package are loaded. */
  override readonly name = 'PasskeyProblem';
  /** Why the prompt failed: branch on the code. */
  readonly code: PasskeyProblemCode;

  constructor(code: PasskeyProblemCode, cause: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.code = code;
  }
}

/** WebAuthn Level 3 §5.1.3, §5.1.4. */
export function passkeyProblemOf(thrown: unknown): PasskeyProblem {
  return new PasskeyProblem(codeOf(thrown), thrown);
}

function codeOf(thrown: unknown): PasskeyProblemCode {
  if (thrown instanceof WebAuthnError) {
    switch (thrown.code) {
      case 'ERROR_CEREMONY_ABORTED':
        return 'passkey-superseded';
      case 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED':
        return 'passkey-already-registered';
      case 'ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT':
      case 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT':
      case 'ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG':
      case 'ERROR_INVALID_DOMAIN':
        return 'passkey-unsupported';
    }
  }
  if (!(thrown instanceof Error)) return 'passkey-failed';
  if (thrown.name === 'NotAllowedError') return 'passkey-cancelled';
  if (thrown.name === 'AbortError') return 'passkey-superseded';
  return /not support/i.test(thrown.message) ? 'passkey-unsupported' : 'passkey-failed';
}
