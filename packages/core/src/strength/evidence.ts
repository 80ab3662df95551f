import type { Instant } from '../time/instant.ts';

/**
 * One proof, as it was given: which method, when, and what about it a policy may ask for.
 * Evidence is data. It is made by whoever verified the proof, and kept with the flow and then the session.
 */
export type Evidence =
  | PasswordEvidence
  | SsoEvidence
  | PasskeyEvidence
  | { readonly method: 'ldap' | 'totp' | 'email-code' | 'backup-code'; readonly at: Instant; readonly rests?: string }
  /** An administrator vouched with a one-time code: it opens first-factor enrollment and proves nothing else. */
  | { readonly method: 'enrollment-code'; readonly at: Instant; readonly rests?: string }
  /** A link sent to the mailbox was followed: the mailbox is proved, and an email code would prove it again. */
  | { readonly method: 'reset-token'; readonly at: Instant; readonly rests?: string };

export interface PasswordEvidence {
  readonly method: 'password';
  readonly at: Instant;
  /** Who vouches for this password: `mailbox` if it was set through a link that anyone with the mailbox could follow. */
  readonly provenance?: Provenance;
  /** The factor of the account that this proof rests on: when it goes, so does the session. */
  readonly rests?: string;
}

export interface SsoEvidence {
  readonly method: 'sso';
  readonly at: Instant;
  readonly provider: string;
  /** The authentication context class the provider asserted (OpenID Connect Core §2, SAML AuthnContextClassRef). */
  readonly acr?: string;
  /** The methods the provider asserted (RFC 8176). */
  readonly amr?: readonly string[];
  readonly rests?: string;
}

export interface PasskeyEvidence {
  readonly method: 'passkey';
  readonly at: Instant;
  readonly credentialId: string;
  /** The UV flag of the assertion (WebAuthn L3 §6.1): the authenticator knew who touched it. */
  readonly userVerified: boolean;
  /** Not backup eligible (WebAuthn L3 §6.1.3): the key cannot leave its authenticator. */
  readonly deviceBound: boolean;
  /** The model, as the authenticator tells it of itself. */
  readonly aaguid: string;
  /** The model was vouched for by a certificate path that was verified. */
  readonly attested: boolean;
  readonly rests?: string;
}

/** `mailbox`: set by someone who held the mailbox; `independent`: set, or since used, beside something else. */
export type Provenance = 'mailbox' | 'independent';
