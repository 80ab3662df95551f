// Made from the shapes of the HTTP contract, as OpenAPI has them. Change those, then run
// `npm run vitest -- packages/browser/src/contract.test.ts -u`.

/** A method that continues the flow. */
export interface AcceptedMethod {
  readonly method:
    | 'passkey'
    | 'password'
    | 'ldap'
    | 'sso'
    | 'totp'
    | 'email-code'
    | 'backup-code'
    | 'enrollment-code'
    | (string & {});
  /** For `sso`: the provider. */
  readonly provider?: string;
  /** For `sso`: the address of the provider's sign-in, for the browser. */
  readonly location?: string;
  /** The masked address to which the code goes. */
  readonly sentTo?: string;
}

export interface Account {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly roles: readonly string[];
  readonly factors: Factors;
  readonly externalIds: readonly ExternalId[];
  readonly recommendations: readonly Recommendation[];
}

export interface BackupCodes {
  readonly backupCodes: readonly string[];
}

/** Signed in, stepped up, or enrolled. */
export interface CompleteAnswer {
  readonly status: 'complete';
  readonly session: {
    readonly accountId: string;
    readonly strength: StrengthName;
    /** The authentication methods used (RFC 8176). */
    readonly amr: readonly string[];
    readonly authTime: string;
    readonly expiresAt: string;
    /** Only in token mode. */
    readonly token?: string;
  };
  /** The server shows the codes only in this answer. */
  readonly backupCodes?: readonly string[];
  readonly continuation?: unknown;
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** The flow needs a further proof by one of the methods in `accept`. */
export interface ContinueAnswer {
  readonly status: 'continue';
  readonly accept: readonly AcceptedMethod[];
  /** The server shows the codes only in this answer. */
  readonly backupCodes?: readonly string[];
  readonly because: readonly Reason[];
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** A device with an earlier sign-in. Wrong guesses from elsewhere do not lock the device out. */
export interface DeviceEntry {
  readonly id: string;
  /** True for the device of this request. */
  readonly current: boolean;
  readonly createdAt: string;
  /** The last sign-in on this device. */
  readonly lastSeenAt: string;
  readonly userAgent?: string;
}

/** Only in token mode. */
export interface DeviceToken {
  readonly token: string;
}

export interface Devices {
  readonly devices: readonly DeviceEntry[];
}

/** The client seals to this key only if the fingerprint matches the host's code. */
export interface EmergencyKey {
  readonly kid: string;
  readonly publicKey: string;
}

/** The account's methods are not sufficient: the person has to set up one of the methods in `offer`. */
export interface EnrollAnswer {
  readonly status: 'enroll';
  readonly offer: readonly OfferedMethod[];
  readonly because: readonly Reason[];
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** An enrolled address for codes that the host delivers, for example by `sms-code`. */
export interface EnrolledCode {
  readonly method: string;
  /** The address, masked. */
  readonly sentTo: string;
  readonly enrolledAt: string;
}

/** The data key, sealed in the client for one way to open the vault. */
export interface Envelope {
  readonly id: string;
  readonly kind: 'passkey' | 'secret' | 'emergency';
  readonly passkeyId?: string;
  readonly createdAt: string;
  readonly sealed: string;
}

/** An identity of the account at a provider or in a directory. */
export interface ExternalId {
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
  /** The address that the provider asserted last. */
  readonly address?: string;
  readonly linkedAt: string;
}

export interface Factors {
  readonly password: boolean;
  readonly totp: boolean;
  readonly emailCode: boolean;
  readonly passkeys: readonly Passkey[];
  readonly backupCodes: {
    readonly remaining: number;
  };
  readonly codes: readonly EnrolledCode[];
}

/** The answer of every flow endpoint. */
export type FlowAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer;

/** Only in token mode. */
export interface FlowToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** An error in a member of the body or the query. */
export interface InputError {
  readonly path: string;
  readonly message: string;
  /** A stable code, for clients with messages in other words. For a new password: `too-short`, `too-long`, `too-common`, `too-personal` or `unreadable`. For a new passkey: `too-many-passkeys`. */
  readonly code?: string;
  /** For `too-short` and `too-long`: the number of characters. For `too-many-passkeys`: the number of passkeys. */
  readonly limit?: number;
}

/** A method that the person may set up to complete the sign-in. */
export interface OfferedMethod {
  readonly method: 'passkey' | 'totp' | (string & {});
}

/** No flow is open. Lists the methods with which everyone may begin a sign-in. */
export interface OpenAnswer {
  readonly status: 'open';
  readonly methods: readonly string[];
  readonly providers: readonly Provider[];
  readonly preferSso?: string;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** False if a passkey manager synchronises the passkey across devices. */
  readonly deviceBound: boolean;
  /** The authenticator's model, as the authenticator states. */
  readonly aaguid: string;
}

/** The server sent a code to a new address. */
export interface PendingCode {
  /** The masked address to which the code went. */
  readonly sentTo: string;
}

export interface PendingTotp {
  /** The secret of `uri`, for typing. */
  readonly secret: string;
  /** The otpauth address for a QR code. */
  readonly uri: string;
}

/** A provider for single sign-on. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** The address of the provider's sign-in, for the browser. */
  readonly location: string;
}

export interface ProviderLocation {
  /** The address to which the page sends the browser. */
  readonly location: string;
}

/** The reason for a requirement of the policy. The server words `message` for the reader. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly message: string;
  readonly source: 'tenant' | 'account' | 'route' | RoleSource;
  /** Each inner list is a sufficient combination of methods. */
  readonly satisfiedBy?: readonly (readonly string[])[];
}

export interface Recommendation {
  readonly code: string;
  readonly message: string;
}

/** The password is replaced, and nobody is signed in. The person has to sign in again. */
export interface RecoveredAnswer {
  readonly status: 'recovered';
}

export type RecoveryAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer | RecoveredAnswer;

/** The sign-in continues at a provider: send the browser to `location`. */
export interface RedirectAnswer {
  readonly status: 'redirect';
  readonly location: string;
  readonly because: readonly Reason[];
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

export interface RoleSource {
  readonly role: string;
}

/** The session, as shown to its owner. */
export interface Session {
  readonly accountId: string;
  readonly strength: StrengthName;
  /** The authentication methods used (RFC 8176). */
  readonly amr: readonly string[];
  readonly authTime: string;
  readonly expiresAt: string;
}

export interface SessionAnswer {
  readonly session: Session;
}

export interface SessionEntry {
  readonly id: string;
  /** True for the session of this request. */
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly strength: StrengthName;
  readonly ip?: string;
  readonly userAgent?: string;
}

export interface Sessions {
  readonly sessions: readonly SessionEntry[];
}

export type SignInStatus = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer | OpenAnswer;

export interface SignedOut {
  /** The address at which the person signs out at the provider too. */
  readonly logout?: string;
}

/** A built-in strength, or a strength that the policy defines. */
export type StrengthName = 'single' | 'baseline' | 'enhanced' | 'phishing-resistant' | (string & {});

export interface Vault {
  /** The version for `If-Match` in a change; 0 if there is no vault. */
  readonly version: number;
  /** The client's name for the data key. */
  readonly keyId?: string;
  readonly envelopes: readonly Envelope[];
  readonly emergencyKey?: EmergencyKey;
}
