// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

/** A method that continues the flow. */
export interface AcceptedMethod {
  /** The method to ask for. */
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
  /** For `totp`: the number of digits, if an imported app has not six. */
  readonly digits?: number;
  /** The code answers a challenge: `POST /sign-in/METHOD/challenge`. Absent: it answers nothing. */
  readonly challenged?: true;
}

/** What the next code of a method answers, in this flow and once. */
export interface Challenge {
  /** What the code answers, in the order of the answer: cells of a card. */
  readonly asked: readonly string[];
  /** ISO 8601, in UTC. */
  readonly expiresAt: string;
}

/** Signed in, stepped up, or enrolled. */
export interface CompleteAnswer {
  /** Tells the answers apart. */
  readonly status: 'complete';
  /** The new or raised session. */
  readonly session: {
    /** The account that is signed in. */
    readonly accountId: string;
    /** The strongest built-in strength that the proofs satisfy. */
    readonly strength: StrengthName;
    /** The authentication methods used (RFC 8176). */
    readonly amr: readonly string[];
    /** The newest proof. A step-up with `within` counts from each proof's own time. ISO 8601, in UTC. */
    readonly authTime: string;
    /** The end of the session without another request. ISO 8601, in UTC. */
    readonly expiresAt: string;
    /** A date within thirty days from which on the account cannot sign in as it does now. Absent: none. */
    readonly soon?: Soon;
    /** Only in token mode. */
    readonly token?: string;
  };
  /** The server shows the codes only in this answer. */
  readonly backupCodes?: readonly string[];
  /** The value that the host gave to `begin`, unchanged. Absent: the host gave none. */
  readonly continuation?: unknown;
  /** The flow token for the next request, in token mode. */
  readonly flow?: FlowToken;
  /** The token of this device, in token mode. */
  readonly device?: DeviceToken;
}

/** A sign-in at a provider that counts in the flow. */
export interface ConfirmedBy {
  /** The provider. */
  readonly provider: string;
  /** Other proofs with which the sign-in counts as one: neither adds to the other. */
  readonly asOneWith?: readonly {
    readonly method: string;
    readonly provider?: string;
  }[];
  /** A sign-in at the provider alone is enough, if the provider asserts what the policy trusts. Absent: no assertion is enough. */
  readonly moreIsEnough?: true;
}

export interface ContextSource {
  readonly context: string;
  readonly organisation?: string;
  readonly shown?: true;
}

/** The flow needs a further proof by one of the methods in `accept`. */
export interface ContinueAnswer {
  /** Tells the answers apart. */
  readonly status: 'continue';
  /** The methods from which the person chooses. Never empty. */
  readonly accept: readonly AcceptedMethod[];
  /** The sign-ins at providers that count. Absent: none counts. */
  readonly confirmedBy?: readonly ConfirmedBy[];
  /** The account's sign-in name, in a flow whose first proof is the link of a sign-up or an invitation, a passkey that verified its user, or a sign-in at a provider, and in a recovery after another factor. Absent otherwise. */
  readonly identifier?: string;
  /** The server shows the codes only in this answer. */
  readonly backupCodes?: readonly string[];
  /** The requirements of the policy, in words for the person. */
  readonly because: readonly Reason[];
  /** The flow token for the next request, in token mode. */
  readonly flow?: FlowToken;
  /** The token of this device, in token mode. */
  readonly device?: DeviceToken;
}

/** Only in token mode. */
export interface DeviceToken {
  readonly token: string;
}

export interface Disowned {
  /** The number of sessions that ended; 0 if the sign-in was over already. */
  readonly ended: number;
}

/** The account's methods are not sufficient: the person has to set up one of the methods in `offer`. */
export interface EnrollAnswer {
  /** Tells the answers apart. */
  readonly status: 'enroll';
  /** The methods from which the person chooses one to set up. Never empty. */
  readonly offer: readonly OfferedMethod[];
  /** The account's sign-in name, in a flow whose first proof is the link of a sign-up or an invitation, a passkey that verified its user, or a sign-in at a provider, and in a recovery after another factor. Absent otherwise. */
  readonly identifier?: string;
  /** The server shows the codes only in this answer. */
  readonly backupCodes?: readonly string[];
  /** The requirements of the policy, in words for the person. */
  readonly because: readonly Reason[];
  /** The flow token for the next request, in token mode. */
  readonly flow?: FlowToken;
  /** The token of this device, in token mode. */
  readonly device?: DeviceToken;
}

/** The answer of every flow endpoint. */
export type FlowAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer;

/** Only in token mode. */
export interface FlowToken {
  readonly token: string;
  /** ISO 8601, in UTC. */
  readonly expiresAt: string;
}

/** An error in a member of the body or the query. */
export interface InputError {
  /** The dotted path of the member; empty for the whole body. */
  readonly path: string;
  /** The error in English, for a developer. */
  readonly message: string;
  /** A stable code, for clients with messages in other words. For a new password: `too-short`, `too-long`, `letter-and-digit`, `too-common`, `too-personal`, `forbidden-word`, `breached`, `used-before`, `unreadable` or `password-hash`. For a new passkey: `too-many-passkeys`. For a new address: `unchanged`. For a new identifier: `not-own-mailbox`. */
  readonly code?: string;
  /** For `too-short` and `too-long`: the number of characters. For `used-before`: the number of compared passwords. For `too-many-passkeys`: the number of passkeys. */
  readonly limit?: number;
}

/** A method that the person may set up to complete the sign-in. */
export interface OfferedMethod {
  /** The method to set up. */
  readonly method: 'passkey' | 'totp' | (string & {});
}

/** No flow is open. Lists the methods with which everyone may begin a sign-in. */
export interface OpenAnswer {
  /** Tells the answers apart. */
  readonly status: 'open';
  /** The ways in that everybody may try. */
  readonly methods: readonly string[];
  /** Empty if single sign-on is no way in. */
  readonly providers: readonly Provider[];
  /** The policy's `preferSso`: the provider to which a sign-in without `local` goes at once. */
  readonly preferSso?: string;
}

export interface OrganisationSource {
  readonly organisation: string;
  readonly role?: string;
}

/** The server sent a code to a new address. */
export interface PendingCode {
  /** The masked address to which the code went. */
  readonly sentTo: string;
}

/** A secret for an authenticator app (RFC 6238). The present app keeps its secret until the person enters the first code of the new app. */
export interface PendingTotp {
  /** The secret of `uri`, for typing. */
  readonly secret: string;
  /** The otpauth address for a QR code. Empty if no app takes the secret over. */
  readonly uri: string;
  /** A table to print, row by row. Absent for an app. */
  readonly sheet?: readonly (readonly string[])[];
  /** What the code answers, in the order of the answer: cells of a card. */
  readonly asked?: readonly string[];
}

/** A provider for single sign-on. */
export interface Provider {
  /** The provider's name in the host's configuration. */
  readonly id: string;
  /** The provider's name for people. */
  readonly name: string;
  /** The address of the provider's sign-in, for the browser. */
  readonly location: string;
}

/** Where a journey to a provider begins. */
export interface ProviderLocation {
  /** The address to which the page sends the browser. */
  readonly location: string;
}

/** The reason for a requirement of the policy. The server words `message` for the reader. */
export interface Reason {
  /** Stable: branch on the code. */
  readonly code: string;
  /** The values of the code, such as `strength`, `methods` or `within` in milliseconds. */
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  /** An English sentence for the person, or for the administrator. A page in another language words `code` and `params`. */
  readonly message: string;
  /** The contributor of the requirement. `route`: a demand of the host. `request`: a context of the request, whose name the reader does not learn. `organisation`: the organisation that the request enters. `floor`: the app asks under every policy. */
  readonly source:
    | 'tenant'
    | 'account'
    | 'route'
    | 'request'
    | 'floor'
    | ContextSource
    | OrganisationSource
    | ReasonRoleSource;
  /** Each inner list is a sufficient combination of methods. */
  readonly satisfiedBy?: readonly (readonly string[])[];
}

export interface ReasonRoleSource {
  readonly role: string;
  readonly floor?: true;
}

/** The password is replaced, and nobody is signed in. The person has to sign in again. */
export interface RecoveredAnswer {
  /** Tells the answers apart. */
  readonly status: 'recovered';
}

export type RecoveryAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer | RecoveredAnswer;

/** The sign-in continues at a provider: send the browser to `location`. */
export interface RedirectAnswer {
  /** Tells the answers apart. */
  readonly status: 'redirect';
  /** The address of the provider's sign-in. */
  readonly location: string;
  /** The requirements of the policy, in words for the person. */
  readonly because: readonly Reason[];
  /** The flow token for the next request, in token mode. */
  readonly flow?: FlowToken;
  /** The token of this device, in token mode. */
  readonly device?: DeviceToken;
}

/** The session, as shown to its owner. */
export interface Session {
  /** The account that is signed in. */
  readonly accountId: string;
  /** The strongest built-in strength that the proofs satisfy. */
  readonly strength: StrengthName;
  /** The authentication methods used (RFC 8176). */
  readonly amr: readonly string[];
  /** The newest proof. A step-up with `within` counts from each proof's own time. ISO 8601, in UTC. */
  readonly authTime: string;
  /** The end of the session without another request. ISO 8601, in UTC. */
  readonly expiresAt: string;
  /** A date within thirty days from which on the account cannot sign in as it does now. Absent: none. */
  readonly soon?: Soon;
}

export interface SessionAnswer {
  readonly session: Session;
}

/** The state of the flow, or the ways to sign in if no flow is open. Branch on `status`. */
export type SignInStatus = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer | OpenAnswer;

/** The session is over. */
export interface SignedOut {
  /** The address at which the person signs out at the provider too. */
  readonly logout?: string;
}

/** A date on which the policy begins to ask for more than the account can give. */
export interface Soon {
  /** The date. ISO 8601, in UTC. */
  readonly from: string;
  /** The strongest strength that begins to be required. Absent: only a way in ends. */
  readonly requiredStrength?: StrengthName;
  /** The methods of which the person sets up one. Empty: an administrator has to help. */
  readonly offer: readonly string[];
}

/** A built-in strength, or a strength that the policy defines. */
export type StrengthName = 'single' | 'baseline' | 'enhanced' | 'phishing-resistant' | (string & {});
