/**
 * The `DOMException` name that a browser gives to each refusal (WebAuthn L3 §5.1.3, §5.1.4), by our
 * stable code.
 */
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

/** Why a software authenticator refused. Stable: branch on it. */
export type AuthenticatorErrorCode = keyof typeof NAMES;

/** The `DOMException` name that a page would see in place of {@link AuthenticatorErrorCode}. */
export type AuthenticatorErrorName = (typeof NAMES)[AuthenticatorErrorCode];

/**
 * A refusal by the authenticator, or by the client in front of it.
 *
 * It has the `name` of the `DOMException` that `navigator.credentials` rejects with, so that code under
 * test meets the names it meets in a browser, and a `code` that tells apart what browsers, for
 * privacy, put under one `NotAllowedError`.
 */
export class AuthenticatorError extends Error {
  override readonly name: AuthenticatorErrorName;
  readonly code: AuthenticatorErrorCode;

  constructor(code: AuthenticatorErrorCode, message: string) {
    super(message);
    this.name = NAMES[code];
    this.code = code;
  }
}
