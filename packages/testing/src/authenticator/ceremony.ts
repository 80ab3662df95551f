import { checkMembers } from '@sallyport/core';
import type { AuthenticatorFlags } from './authenticator-data.ts';

/** The page of a ceremony, and the actions of the person. */
export interface Ceremony {
  /** The origin of the page, such as `https://example.com`. */
  readonly origin: string;
  /** The origin of the outermost page, if the page is in a frame (WebAuthn L3 §5.8.1). */
  readonly topOrigin?: string;
  /** The page is in a frame of another origin. Default: whether `topOrigin` is another origin. */
  readonly crossOrigin?: boolean;
  /**
   * The person passes user verification. Default: true if the authenticator can verify its user and the Relying Party does not discourage
   * user verification.
   */
  readonly userVerified?: boolean;
}

/**
 * Forgeries for attack tests. The signature covers forged content, so only the check for that forgery can refuse the response. The
 * browser's checks use the real values, from `origin` and the options.
 */
export interface Tamper {
  /** Makes the signature of the assertion or of the attestation invalid. A registration must have an attestation with a signature. */
  readonly signature?: true;
  /** Flags to force, including malformed combinations: `{ be: false, bs: true }`. */
  readonly flags?: Partial<AuthenticatorFlags>;
  /** The origin in the client data, as if a phishing page had passed the browser's check. */
  readonly origin?: string;
  /** The challenge in the client data, in base64url. */
  readonly challenge?: string;
  /** The type in the client data, for example `webauthn.get` in a registration. */
  readonly type?: string;
  /** 32 bytes that replace the SHA-256 hash of the RP ID. */
  readonly rpIdHash?: Uint8Array;
}

/** Forgeries of a registration. */
export interface RegistrationTamper extends Tamper {
  /** A model that differs from the model of the authenticator and of the attestation certificate. */
  readonly aaguid?: string;
}

/** Forgeries of an assertion. */
export interface AssertionTamper extends Tamper {
  /** Another user handle, in base64url; `null` omits the user handle. The signature does not cover the user handle. */
  readonly userHandle?: string | null;
}

/** Circumstances of a registration. */
export interface RegistrationCeremony extends Ceremony {
  /** Falsifies parts of the answer, for tests of a relying party. Default: nothing. */
  readonly tamper?: RegistrationTamper;
}

/** Circumstances of an assertion. */
export interface AssertionCeremony extends Ceremony {
  /** The id, in base64url, of the credential that the person chooses among several. Default: see `get`. */
  readonly credentialId?: string;
  /** Falsifies parts of the answer, for tests of a relying party. Default: nothing. */
  readonly tamper?: AssertionTamper;
}

const OF_EVERY_TAMPER = ['signature', 'flags', 'origin', 'challenge', 'type', 'rpIdHash'];

/** @throws TypeError for a forgery that a registration does not have */
export function checkRegistrationTamper(tamper: RegistrationTamper): void {
  checkMembers('create: tamper', tamper, [...OF_EVERY_TAMPER, 'aaguid']);
}

/** @throws TypeError for a forgery that an assertion does not have */
export function checkAssertionTamper(tamper: AssertionTamper): void {
  checkMembers('get: tamper', tamper, [...OF_EVERY_TAMPER, 'userHandle']);
}
