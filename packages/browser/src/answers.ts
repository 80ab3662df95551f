/** A built-in strength, or one that the policy defines. */
export type StrengthName = 'single' | 'baseline' | 'enhanced' | 'phishing-resistant' | (string & {});

/** Why the policy asks, worded by the server for the reader. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly source: 'tenant' | 'account' | 'route' | { readonly role: string };
  /** Each inner list is one combination of methods that would do. */
  readonly satisfiedBy?: readonly (readonly string[])[];
}

/** A way to go on in a flow. */
export type AcceptedMethod =
  | { readonly method: 'password' | 'ldap' | 'passkey' | 'totp' | 'backup-code' | 'enrollment-code' }
  | { readonly method: 'email-code'; readonly sentTo?: string }
  | { readonly method: 'sso'; readonly provider?: string };

/** What may be enrolled to finish a sign-in. */
export interface OfferedMethod {
  readonly method: 'passkey' | 'totp';
}

/** A session as its owner sees it. Instants are ISO 8601 strings. */
export interface Session {
  readonly accountId: string;
  readonly strength: StrengthName;
  /** Authentication methods used (RFC 8176). */
  readonly amr: readonly string[];
  readonly authTime: string;
  readonly expiresAt: string;
}

/** Something more has to be proved: one of `accept`. */
export interface ContinueAnswer {
  readonly status: 'continue';
  readonly accept: readonly AcceptedMethod[];
  readonly because: readonly Reason[];
}

/** Nothing the account has is enough: one of `offer` has to be set up. */
export interface EnrollAnswer {
  readonly status: 'enroll';
  readonly offer: readonly OfferedMethod[];
  readonly because: readonly Reason[];
}

/** The sign-in goes on elsewhere: send the browser to `location`. */
export interface RedirectAnswer {
  readonly status: 'redirect';
  readonly location: string;
  readonly because: readonly Reason[];
}

/** Signed in (or stepped up, or enrolled). `backupCodes` are shown this once. */
export interface CompleteAnswer {
  readonly status: 'complete';
  readonly session: Session;
  readonly backupCodes?: readonly string[];
  readonly continuation?: unknown;
}

/** The answer of every flow endpoint. */
export type FlowAnswer = ContinueAnswer | EnrollAnswer | RedirectAnswer | CompleteAnswer;

/** No flow is open: the ways in that the policy has for everyone. */
export interface OpenAnswer {
  readonly status: 'open';
  readonly methods: readonly string[];
  readonly providers: readonly string[];
  readonly preferSso?: string;
}

/** The answer of `signIn.status`. */
export type SignInStatus = FlowAnswer | OpenAnswer;

/** A recovery where the account has no other factor: the password is replaced, and the person signs in afresh. */
export interface RecoveredAnswer {
  readonly status: 'recovered';
}

/** A pending authenticator app: `uri` is the otpauth address for the QR code, `secret` the same for typing. */
export interface PendingTotp {
  readonly secret: string;
  readonly uri: string;
}
