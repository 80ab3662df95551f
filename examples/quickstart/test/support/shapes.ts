/** The JSON of the HTTP contract. Written from the contract, and independent of the server's types. */

export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly source: 'tenant' | 'account' | 'route' | { readonly role: string };
  readonly satisfiedBy?: readonly (readonly string[])[];
}

export interface SessionDocument {
  readonly accountId: string;
  readonly strength: string;
  readonly amr: readonly string[];
  readonly authTime: string;
  readonly expiresAt: string;
  /** Token mode only. */
  readonly token?: string;
}

/** Any answer of the contract: a flow answer, a problem, or a small document. */
export interface Answer {
  /** A word in a flow answer, a number in a problem. */
  readonly status?: string | number;
  readonly accept?: readonly { readonly method: string; readonly sentTo?: string }[];
  readonly offer?: readonly { readonly method: string }[];
  readonly because?: readonly Reason[];
  readonly session?: SessionDocument;
  readonly backupCodes?: readonly string[];
  /** The host's data from the beginning of the sign-in. */
  readonly continuation?: { readonly location?: string };
  readonly methods?: readonly string[];
  readonly providers?: readonly string[];
  readonly flow?: { readonly token: string; readonly expiresAt: string };
  readonly device?: { readonly token: string };
  readonly sentTo?: string;
  readonly secret?: string;
  readonly uri?: string;
  readonly enrollmentCode?: string;
  readonly expiresAt?: string;
  readonly accountId?: string;
  readonly type?: string;
  readonly title?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface PasskeyDocument {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly deviceBound: boolean;
  readonly aaguid: string;
}

export interface AccountDocument {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly roles: readonly string[];
  readonly factors: {
    readonly password: boolean;
    readonly totp: boolean;
    readonly emailCode: boolean;
    readonly passkeys: readonly PasskeyDocument[];
    readonly backupCodes: { readonly remaining: number };
    readonly codes: readonly { readonly method: string; readonly sentTo: string; readonly enrolledAt: string }[];
  };
  readonly recommendations: readonly { readonly code: string; readonly message: string }[];
}

/** The account of the signed-in person. */
export interface OwnAccountDocument extends AccountDocument {
  readonly passkeyUser: { readonly rpId: string; readonly userHandle: string; readonly name: string };
  readonly pendingEmail?: { readonly address: string; readonly expiresAt: string };
  readonly recentProofSeconds?: number;
  readonly closedSetUps: readonly { readonly kind: string; readonly because: readonly { readonly code: string }[] }[];
}

export interface AdminAccountDocument extends AccountDocument {
  readonly methods?: readonly string[];
  readonly status: 'active' | 'locked' | 'blocked';
  readonly until?: string;
  readonly deviceLock?: { readonly until: string };
  readonly blockedReason?: string;
  readonly sessions: number;
  readonly emergency: boolean;
}

export interface SessionEntry {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly strength: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

export interface LoggedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly accountId?: string;
  readonly actor?: string;
  readonly method?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface PolicyDocument {
  readonly policy: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

export interface ImpactDocument {
  readonly rules: readonly {
    readonly source: 'tenant' | { readonly role: string };
    readonly member: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly weaker: boolean;
  }[];
  readonly moves: readonly { readonly from: string; readonly to: string; readonly count: number }[];
  readonly unaffected: number;
  readonly mustEnroll: number;
  readonly stranded: number;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly identifier: string;
    readonly impact: string;
    readonly because: readonly Reason[];
  }[];
  readonly next?: string;
}

export interface Mail {
  readonly to: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
  readonly token?: string;
  readonly at: string;
}

/** A passkey that a page posted, and the status of the answer. */
export interface Posted {
  readonly sent: PostedPasskey;
  readonly status: number;
}

/** The members of WebAuthn L3 §5.5 that tests read. */
export interface RequestOptions {
  readonly allowCredentials?: readonly { readonly id: string; readonly transports?: readonly string[] }[];
}

/** The answer of a passkey, as the page posts the answer. */
export interface PostedPasskey {
  readonly id: string;
  readonly clientExtensionResults: { readonly prf?: object };
}
