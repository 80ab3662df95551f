import type { Provenance } from './provenance.ts';

/** A code that the host delivers in its own way: `codes: { sms: { … } }` makes `sms-code`. */
export type DeliveredCode = `${string}-code`;

/** What an account has enrolled. */
export interface AccountFactors {
  /** A local password, and who vouches for it. An account has one password source: this or `ldap`. */
  readonly password?: Provenance;
  readonly ldap?: boolean;
  /** The providers at which the account has an identity. */
  readonly sso?: readonly string[];
  readonly passkeys: readonly PasskeyFacts[];
  readonly totp?: boolean;
  /** The domain of a verified mailbox that takes codes; absent: none. */
  readonly mailDomain?: string;
  /** The host's delivered codes that are enrolled and confirmed, by their methods: `['sms-code']`. */
  readonly codes?: readonly DeliveredCode[];
  /** How many unused backup codes are left. */
  readonly backupCodes?: number;
}

/** What is known of a registered passkey (WebAuthn L3 §4, credential record). */
export interface PasskeyFacts {
  readonly id: string;
  /** The authenticator has verified its user at least once (`uvInitialized`). */
  readonly userVerified: boolean;
  readonly deviceBound: boolean;
  readonly aaguid: string;
  readonly attested: boolean;
}
