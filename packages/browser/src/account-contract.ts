// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { Reason, StrengthName } from './contract.ts';

/** An account, as its owner sees it. */
export interface Account {
  /** An opaque id that never changes. */
  readonly accountId: string;
  /** The texts with which the person begins a sign-in, such as a mail address or a name. Never empty. */
  readonly identifiers: readonly string[];
  /** The verified address, to which codes and notices go. */
  readonly email?: string;
  /** Every role: own roles, and roles that a provider or the directory gave. */
  readonly roles: readonly string[];
  /** The factors that are enrolled and confirmed. */
  readonly factors: Factors;
  /** The identities at providers and in the directory that sign in to the account. */
  readonly externalIds: readonly ExternalId[];
  /** Advice that makes the loss of a factor harmless. `message` is in English: branch on `code`. */
  readonly recommendations: readonly Recommendation[];
  /** The account in the owner's passkey managers: for the signals of WebAuthn Level 3, 5.1.10. */
  readonly passkeyUser: {
    /** The relying party id. */
    readonly rpId: string;
    /** The user handle of the registrations, base64url. */
    readonly userHandle: string;
    /** The name that a passkey manager shows. */
    readonly name: string;
  };
  /** A new address that waits until its owner opens the mailed link. */
  readonly pendingEmail?: {
    /** The new address. */
    readonly address: string;
    /** The end of the mailed link. ISO 8601, in UTC. */
    readonly expiresAt: string;
  };
  /** An emergency account, which can open the vaults of others if it administers people. Otherwise absent. */
  readonly emergency?: true;
  /** The set-ups that answer 403 `no-way-in` in this session, whatever the person proves in a step-up. Empty if every set-up is allowed, at once or after a step-up. */
  readonly closedSetUps: readonly ClosedSetUp[];
  /** How long a proof counts for a change of the factors, in seconds: `recentProof` of the policy. After that, the change answers 401 `insufficient-strength`. */
  readonly recentProofSeconds?: number;
}

export interface BackupCodes {
  readonly backupCodes: readonly string[];
}

/** A set-up that the server refuses in this session. */
export interface ClosedSetUp {
  /** `passkey`, `totp`, a delivered code such as `sms-code`, `backup-codes`, `email` (another address), `external-ids` (a link to an identity at a provider) or `password` (a first password). */
  readonly kind: string;
  /** The missing proofs, or that an administrator has to vouch. */
  readonly because: readonly Reason[];
}

/** A device with an earlier sign-in. Wrong guesses from elsewhere do not lock the device out. */
export interface DeviceEntry {
  /** True for the device of this request. */
  readonly current: boolean;
  /** Names the device in `DELETE /account/devices/{id}`. Not the token. */
  readonly id: string;
  /** The first sign-in on this device. ISO 8601, in UTC. */
  readonly createdAt: string;
  /** The last sign-in on this device. ISO 8601, in UTC. */
  readonly lastSeenAt: string;
  /** The `User-Agent` of the last sign-in. Anybody can send any text. */
  readonly userAgent?: string;
}

export interface Devices {
  readonly devices: readonly DeviceEntry[];
}

/** The client seals to this key only if the fingerprint matches the host's code. */
export interface EmergencyKey {
  readonly kid: string;
  readonly publicKey: string;
}

/** An enrolled address for codes that the host delivers, for example by `sms-code`. */
export interface EnrolledCode {
  /** The name of the host's method: `sms-code`. */
  readonly method: string;
  /** The address, masked. */
  readonly sentTo: string;
  /** The confirmation by the first code. ISO 8601, in UTC. */
  readonly enrolledAt: string;
}

/** The data key, sealed in the client for one way to open the vault. */
export interface Envelope {
  /** Names the envelope in a removal. */
  readonly id: string;
  /** `passkey`: opened by the PRF output of a passkey. `secret`: by words that the person knows. `emergency`: by the key of the host. */
  readonly kind: 'passkey' | 'secret' | 'emergency';
  /** For `passkey`: the credential id, base64url. */
  readonly passkeyId?: string;
  /** When the envelope was added. ISO 8601, in UTC. */
  readonly createdAt: string;
  readonly sealed: string;
}

/** An identity of the account at a provider or in a directory. */
export interface ExternalId {
  /** The provider's id in the host's configuration. */
  readonly provider: string;
  /** `ldap`: an entry of the directory. */
  readonly method: 'sso' | 'ldap';
  /** The provider's name for people. Absent: the host has no provider of this id any more. */
  readonly name?: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
  /** The address that the provider asserted last. */
  readonly address?: string;
  /** When the identity became a way in to the account. ISO 8601, in UTC. */
  readonly linkedAt: string;
  /** In the own account: the last proof of the identity on which this session rests. Absent: it rests on none. ISO 8601, in UTC. */
  readonly provedAt?: string;
}

/** The enrolled factors of an account, without secrets. */
export interface Factors {
  /** The account has a local password. */
  readonly password: boolean;
  /** The account has a confirmed authenticator app (RFC 6238). */
  readonly totp: boolean;
  /** The account has a verified address for codes. */
  readonly emailCode: boolean;
  /** All registered passkeys. */
  readonly passkeys: readonly Passkey[];
  /** The number of unused backup codes; 0 if there are none. */
  readonly backupCodes: {
    readonly remaining: number;
  };
  /** The addresses for codes that the host delivers. */
  readonly codes: readonly EnrolledCode[];
  /** Factors of further methods. Absent if there are none. */
  readonly others?: readonly {
    readonly method: string;
    /** ISO 8601, in UTC. */
    readonly enrolledAt: string;
  }[];
}

/** An entry of the action log. */
export interface LoggedEvent {
  /** The id of the entry in the action log. */
  readonly id: string;
  /** The time of the commit. ISO 8601, in UTC. */
  readonly at: string;
  /** The type of the event: `sign-in.succeeded`. */
  readonly type: string;
  /** The account that the event concerns; absent for events of the tenant. */
  readonly accountId?: string;
  /** An account id, `system`, host code (`host`, or `host:` and the id of the host code), or `provider:` and the id of a provider. */
  readonly actor?: string;
  /** The method of a proof, a set-up or a removal. */
  readonly method?: string;
  /** The id of the flow in which the event happened. */
  readonly flow?: string;
  /** The client's address, as the host states it. */
  readonly ip?: string;
  /** Further facts of this type of event. No secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A registered passkey, as its owner sees it. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string;
  /** The name that the person chose, or a name made from the model. */
  readonly name: string;
  /** The registration. ISO 8601, in UTC. */
  readonly createdAt: string;
  /** The last sign-in with the passkey; null: never used. ISO 8601, in UTC. */
  readonly lastUsedAt: string | null;
  /** False if a passkey manager synchronises the passkey across devices. */
  readonly deviceBound: boolean;
  /** The authenticator's model, as the authenticator states. */
  readonly aaguid: string;
}

export interface Recommendation {
  readonly code: string;
  readonly message: string;
}

/** A live session of the account. */
export interface SessionEntry {
  /** True for the session of this request. */
  readonly current: boolean;
  /** Names the session in `DELETE /account/sessions/{id}`. Not the token. */
  readonly id: string;
  /** The sign-in. ISO 8601, in UTC. */
  readonly createdAt: string;
  /** The last request, to the minute. ISO 8601, in UTC. */
  readonly lastSeenAt: string;
  /** The end of the session without another request. ISO 8601, in UTC. */
  readonly expiresAt: string;
  /** The strongest built-in strength that the proofs of the session satisfy. */
  readonly strength: StrengthName;
  /** The address of the sign-in, as the host states it. */
  readonly ip?: string;
  /** The `User-Agent` of the sign-in. Anybody can send any text. */
  readonly userAgent?: string;
}

export interface Sessions {
  readonly sessions: readonly SessionEntry[];
}

export interface Vault {
  /** The version for `If-Match` in a change; 0 if there is no vault. */
  readonly version: number;
  /** The client's name for the data key. */
  readonly keyId?: string;
  readonly envelopes: readonly Envelope[];
  readonly emergencyKey?: EmergencyKey;
}

/** A way to open a vault, without the sealed data key. */
export interface VaultWay {
  /** Names the envelope in a removal. */
  readonly id: string;
  /** `passkey`: opened by the PRF output of a passkey. `secret`: by words that the person knows. `emergency`: by the key of the host. */
  readonly kind: 'passkey' | 'secret' | 'emergency';
  /** For `passkey`: the credential id, base64url. */
  readonly passkeyId?: string;
  /** When the envelope was added. ISO 8601, in UTC. */
  readonly createdAt: string;
}
