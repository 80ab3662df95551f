import type { Provenance } from '../strength/evidence.ts';
import type { PrimaryMethod } from '../strength/method.ts';

/** What the policy needs to know of an account: no secret, no database row, plain data a test can write down. */
export interface AccountFacts {
  readonly roles: readonly string[];
  readonly factors: AccountFactors;
  /** The account's own restriction of its ways in; absent: no restriction of its own. */
  readonly methods?: readonly PrimaryMethod[];
  /** The account's own demand, by the name of a strength. */
  readonly requiredStrength?: string;
  /** Blocked by an administrator until an investigation is complete. */
  readonly blocked?: boolean;
  /** A break-glass account: exempt from `methods` and `preferSso`, never from strength. */
  readonly emergency?: boolean;
}

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
