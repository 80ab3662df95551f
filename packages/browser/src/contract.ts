// Made from the shapes of the HTTP contract, as OpenAPI has them. Change those, then run
// `npm run vitest -- packages/browser/src/contract.test.ts -u`.

/** A way to go on in a flow. */
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
  /** For `sso`: where a browser goes to it. */
  readonly location?: string;
  /** Where a code goes, masked. */
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
  /** Shown this once. */
  readonly backupCodes?: readonly string[];
  readonly continuation?: unknown;
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** Something more has to be proved: one of `accept`. */
export interface ContinueAnswer {
  readonly status: 'continue';
  readonly accept: readonly AcceptedMethod[];
  /** Shown this once. */
  readonly backupCodes?: readonly string[];
  readonly because: readonly Reason[];
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** A device that signed in before: other people's wrong guesses do not lock it out. */
export interface DeviceEntry {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly createdAt: string;
  /** When it last signed in. */
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

/** To be sealed to only if its fingerprint is the one in the code of the host. */
export interface EmergencyKey {
  readonly kid: string;
  readonly publicKey: string;
}

/** Nothing the account has is enough: one of `offer` has to be set up. */
export interface EnrollAnswer {
  readonly status: 'enroll';
  readonly offer: readonly OfferedMethod[];
  readonly because: readonly Reason[];
  readonly flow?: FlowToken;
  readonly device?: DeviceToken;
}

/** A delivered code of the host, such as `sms-code`. */
export interface EnrolledCode {
  readonly method: string;
  /** The address, masked. */
  readonly sentTo: string;
  readonly enrolledAt: string;
}

/** The data key, sealed in the client for one way to open it. */
export interface Envelope {
  readonly id: string;
  readonly kind: 'passkey' | 'secret' | 'emergency';
  readonly passkeyId?: string;
  readonly createdAt: string;
  readonly sealed: string;
}

/** Who the account is at a provider or in a directory. */
export interface ExternalId {
  readonly provider: string;
  /** The provider's immutable name for the person. */
  readonly subject: string;
  /** The address that it asserted last. */
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

/** What is wrong with a member of the body or the query. */
export interface InputError {
  readonly path: string;
  readonly message: string;
  /** For words of the client's own. Of a new password: `too-short`, `too-long`, `too-common`, `too-personal` or `unreadable`. Of a new passkey: `too-many-passkeys`. */
  readonly code?: string;
  /** Of `too-short` and `too-long`: how many characters. Of `too-many-passkeys`: how many passkeys. */
  readonly limit?: number;
}

/** What may be set up to finish a sign-in. */
export interface OfferedMethod {
  readonly method: 'passkey' | 'totp' | (string & {});
}

/** No flow is open: the ways in that the policy has for everyone. */
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
  /** False for a passkey that a manager keeps in step across devices. */
  readonly deviceBound: boolean;
  /** The authenticator's model, by its own account. */
  readonly aaguid: string;
}

/** A code is on its way to a new address. */
export interface PendingCode {
  /** Where the code went, masked. */
  readonly sentTo: string;
}

export interface PendingTotp {
  /** The same as in `uri`, for typing. */
  readonly secret: string;
  /** The otpauth address for a QR code. */
  readonly uri: string;
}

/** A provider for single sign-on. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** Where a browser goes to sign in there. */
  readonly location: string;
}

export interface ProviderLocation {
  /** Where the page sends the browser. */
  readonly location: string;
}

/** Why the policy asks for something, worded by the server for the reader. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly message: string;
  readonly source: 'tenant' | 'account' | 'route' | RoleSource;
  /** Each inner list is one combination of methods that is enough. */
  readonly satisfiedBy?: readonly (readonly string[])[];
}

export interface Recommendation {
  readonly code: string;
  readonly message: string;
}

/** The password is replaced and nobody is signed in: the person signs in afresh. */
export interface RecoveredAnswer {
  readonly status: 'recovered';
}

export type RecoveryAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer | RecoveredAnswer;

/** The sign-in goes on elsewhere: send the browser to `location`. */
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

/** A session as its owner sees it. */
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
  /** The one that asks. */
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
  /** Where the person signs out at the provider as well. */
  readonly logout?: string;
}

/** A built-in strength, or one that the policy defines. */
export type StrengthName = 'single' | 'baseline' | 'enhanced' | 'phishing-resistant' | (string & {});

export interface Vault {
  /** What `If-Match` names for a change that is based on it; 0 before there is a vault. */
  readonly version: number;
  /** The client's name for the data key. */
  readonly keyId?: string;
  readonly envelopes: readonly Envelope[];
  readonly emergencyKey?: EmergencyKey;
}
