import type { AuthenticatorFlags } from './authenticator-data.ts';

/** Where a ceremony takes place, and what the person in front of it does. */
export interface Ceremony {
  /** The origin of the page, such as `https://example.com`. */
  readonly origin: string;
  /** The origin of the outermost page, where the page is framed (WebAuthn L3 §5.8.1). */
  readonly topOrigin?: string;
  /** Whether the page is framed by another origin. Default: whether `topOrigin` is another origin. */
  readonly crossOrigin?: boolean;
  /**
   * Whether the person passes user verification. Default: yes where the authenticator can verify
   * and the Relying Party does not discourage it.
   */
  readonly userVerified?: boolean;
}

/**
 * Lies for attack tests. Those about content are signed over: the signature holds, and only the check
 * meant for that lie can refuse it. The checks that a browser would make are made on the truth, in
 * `origin` and the options.
 */
export interface Tamper {
  /** Breaks the signature: of the assertion, or of the attestation (which then must have one). */
  readonly signature?: true;
  /** Flags to force, malformed combinations included: `{ be: false, bs: true }`. */
  readonly flags?: Partial<AuthenticatorFlags>;
  /** The origin in the client data: a phishing page that got past the browser. */
  readonly origin?: string;
  /** The challenge in the client data, in base64url. */
  readonly challenge?: string;
  /** The type in the client data, for example `webauthn.get` in a registration. */
  readonly type?: string;
  /** The 32 bytes in place of SHA-256 of the RP ID. */
  readonly rpIdHash?: Uint8Array;
}

/** More lies for registrations. */
export interface RegistrationTamper extends Tamper {
  /** Another model than the authenticator's, and than the one its attestation certificate names. */
  readonly aaguid?: string;
}

/** More lies for assertions. */
export interface AssertionTamper extends Tamper {
  /** Another user handle, in base64url; `null` leaves it out. Nothing signs it. */
  readonly userHandle?: string | null;
}

/** Circumstances of a registration. */
export interface RegistrationCeremony extends Ceremony {
  readonly tamper?: RegistrationTamper;
}

/** Circumstances of an assertion. */
export interface AssertionCeremony extends Ceremony {
  /** The credential that the person picks, in base64url, where several fit. Default: see `get`. */
  readonly credentialId?: string;
  readonly tamper?: AssertionTamper;
}
