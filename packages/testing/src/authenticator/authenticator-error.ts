/** The `DOMException` name of a browser for each refusal (WebAuthn L3 §5.1.3, §5.1.4), by our stable code. */
const NAMES = {
  'credential-excluded': 'InvalidStateError',
  'user-verification-unavailable': 'NotAllowedError',
  'user-verification-failed': 'NotAllowedError',
  'resident-key-unavailable': 'NotAllowedError',
  'attachment-mismatch': 'NotAllowedError',
  'no-credential': 'NotAllowedError',
  'algorithm-unsupported': 'NotSupportedError',
  'prf-misplaced': 'NotSupportedError',
  'prf-unknown-credential': 'SyntaxError',
  'rp-id-mismatch': 'SecurityError',
  'origin-insecure': 'SecurityError',
  'malformed-base64url': 'EncodingError',
  'user-id-invalid': 'TypeError',
  'authenticator-misused': 'TypeError',
} as const;

/** The reason of a refusal. Stable, so tests may branch on the code. */
export type AuthenticatorErrorCode = keyof typeof NAMES;

/** The `DOMException` name that a page sees for an {@link AuthenticatorErrorCode}. */
export type AuthenticatorErrorName = (typeof NAMES)[AuthenticatorErrorCode];

/**
 * A refusal by the authenticator, or by the client in front of the authenticator.
 *
 * `name` is the name of the `DOMException` with which `navigator.credentials` rejects in a browser. `code` is more specific: for privacy,
 * browsers report most refusals as `NotAllowedError`.
 */
export class AuthenticatorError extends Error {
  /** The name of the `DOMException` that a page sees. */
  override readonly name: AuthenticatorErrorName;
  /** The reason, more specific than `name`. Branch on the code. */
  readonly code: AuthenticatorErrorCode;

  constructor(code: AuthenticatorErrorCode, message: string) {
    super(message);
    this.name = NAMES[code];
    this.code = code;
  }
}
