import type { DeliveredCode, Instant, ProviderAssertion, ProviderReport } from '@sallyport/core';
import type { SetUpBy } from './ids.ts';

/** An authenticator app (RFC 6238). */
export interface TotpRecord {
  /** The id of this binding: sessions that rest on the app end when the app is removed. */
  readonly id: string;
  /** The secret, sealed by the key ring with the account as associated data. */
  readonly sealed: string;
  /** The last accepted time step. A code of this or an earlier time step is used up (RFC 6238 §5.2). */
  readonly lastStep: number;
  /** When the first code confirmed the app, or when the account was imported with the app. */
  readonly enrolledAt: Instant;
  /** Absent: the owner or host code set the app up. */
  readonly setUpBy?: SetUpBy;
  /** The hash of the codes (RFC 6238 §1.2). Absent: `sha1`. Only an imported app has another. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
  /** The number of digits of a code. Absent: 6. */
  readonly digits?: 6 | 7 | 8;
  /** The length of a time step, in seconds. Absent: 30. */
  readonly period?: number;
}

/** A factor of a further method: what it is proved with is one sealed text. */
export interface OtherFactorRecord {
  readonly method: string;
  /** The id of this binding: sessions that rest on the factor end when the factor is removed. */
  readonly id: string;
  /** The secret, sealed by the key ring with the account as associated data. */
  readonly sealed: string;
  /** When the first code confirmed the factor. */
  readonly enrolledAt: Instant;
  /** Absent: the owner or host code set the factor up. */
  readonly setUpBy?: SetUpBy;
}

/** An identity of the account at a provider, or in the directory. */
export interface ExternalIdRecord {
  /** The id of this binding: sessions that rest on the identity end when the identity is unlinked. */
  readonly id: string;
  /** The kind of proof: single sign-on at a provider, or a bind in the directory. */
  readonly method: 'sso' | 'ldap';
  /** The provider's or the directory's name in the host's configuration. */
  readonly provider: string;
  /** The issuer. Absent in a directory, and for an identity that an administrator linked, until the identity's first sign-in. */
  readonly issuer?: string;
  /** Never changes, and never goes to another person. */
  readonly subject: string;
  /** The address of the last assertion. */
  readonly address?: string;
  /** The provider did not state that the address is verified. */
  readonly addressUnverified?: true;
  /** The identifier that the person typed at the last sign-in, if the directory cannot find entries by id. */
  readonly foundBy?: string;
  /** When the identity became a way in. */
  readonly linkedAt: Instant;
  /** The provider or the directory made the link by its assertion. Absent: a person linked the identity in a session, or host code did. */
  readonly asserted?: true;
  /** Absent: the owner or host code linked the identity. */
  readonly setUpBy?: SetUpBy;
  /** The last `acr` and `amr` of the provider. */
  readonly said?: ProviderAssertion;
  /** What the provider reported until now, with dates, as far as a policy can count it for more than a later report: at most ten reports. */
  readonly reported?: readonly ProviderReport[];
}

/** An identity at a provider, or in the directory, that an account lost. */
export interface UnlinkedIdRecord {
  /** The provider's or the directory's name in the host's configuration. */
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
  /** When the account lost the identity. */
  readonly at: Instant;
  /** The address of the identity's last assertion. */
  readonly address?: string;
  /** The provider did not state that the address is verified. */
  readonly addressUnverified?: true;
}

/** An address for codes that the host delivers, confirmed by the person. */
export interface CodeRecord {
  /** `sms-code`. */
  readonly method: DeliveredCode;
  /** The id of this binding: sessions that rest on the address end when the address is removed. */
  readonly id: string;
  /** The address in the host's normal form. */
  readonly address: string;
  /** When the first code confirmed the address. */
  readonly enrolledAt: Instant;
  /** Absent: the owner or host code set the address up. */
  readonly setUpBy?: SetUpBy;
}

/** A registered passkey: the credential record of WebAuthn L3 §4. */
export interface PasskeyRecord {
  /** The credential id, base64url. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** The highest signature counter so far (WebAuthn L3 §6.1.1); 0 if the authenticator does not count. */
  readonly counter: number;
  /** The transports of the registration, as hints for the browser (WebAuthn L3 §5.8.4). */
  readonly transports: readonly string[];
  /** For the owner: at most 64 characters. */
  readonly name: string;
  /** The registration. */
  readonly createdAt: Instant;
  /** The last assertion; absent: never used. */
  readonly lastUsedAt?: Instant;
  /** The authenticator verified its user at least once (`uvInitialized`). */
  readonly userVerified: boolean;
  /** The BE flag (WebAuthn L3 §6.1.3). Fixed at the registration. */
  readonly backupEligible: boolean;
  /** The import did not state the BE flag, and the record has `true`, which vouches for less. The first assertion states the flag. */
  readonly backupEligibleAssumed?: true;
  /** The BS flag of the last ceremony (WebAuthn L3 §6.1.3). */
  readonly backedUp: boolean;
  /** The authenticator model, a UUID in lower case. */
  readonly aaguid: string;
  /** A verified certificate path vouches for `aaguid`. */
  readonly attested: boolean;
  /** The user handle that another system gave at the registration, base64url. Absent: the user handle of the account. */
  readonly userHandle?: string;
  /** The import did not state the user handle. The first assertion with a user handle states it. */
  readonly userHandleUnknown?: true;
  /** Absent: the owner or host code set the passkey up. */
  readonly setUpBy?: SetUpBy;
}

/** The backup codes of an account, as one set. */
export interface BackupCodesRecord {
  /** The id of this set: sessions that rest on the set end when the set is replaced. */
  readonly id: string;
  /** When the set was shown. */
  readonly issuedAt: Instant;
  /** Absent: the owner or host code asked for the set. */
  readonly setUpBy?: SetUpBy;
  /** Keyed hashes of the unused codes. */
  readonly hashes: readonly string[];
  /** The id of the key of the hashes: the key ring needs the secret of this key to check a code. Absent: not recorded. */
  readonly key?: string;
}
