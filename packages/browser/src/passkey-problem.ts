import { WebAuthnError } from '@simplewebauthn/browser';

/** What became of a passkey prompt that gave no passkey. */
export type PasskeyProblemCode =
  /** The person closed the prompt, it timed out, or nothing on the device fits: browsers do not tell these apart. */
  | 'passkey-cancelled'
  /** Another prompt, the answer to one, or `signIn.cancelPasskey()`, took its place. Nothing to show. */
  | 'passkey-superseded'
  /** This device or key is registered for the account already. */
  | 'passkey-already-registered'
  /** Neither browser nor device can do this. */
  | 'passkey-unsupported'
  | 'passkey-failed';

/** A passkey prompt failed in the browser, before anything was sent. Branch on `code`. */
export class PasskeyProblem extends Error {
  override readonly name = 'PasskeyProblem';
  readonly code: PasskeyProblemCode;

  constructor(code: PasskeyProblemCode, cause: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.code = code;
  }
}

/** Reads what WebAuthn (Level 3 §5.1.3, §5.1.4) or @simplewebauthn/browser threw. */
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
