import type { AppRefusal } from '../app/refusal-text.ts';

/** The name of an account, as `AccountRef` of `@sallyport/engine`. */
export type AccountRef = { readonly tenant: string } & (
  | { readonly identifier: string }
  | { readonly externalId: string }
  | { readonly accountId: string }
);

/** An account, as `PersonView` of `@sallyport/engine`. Instants are epoch milliseconds. */
export interface Person {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly externalId?: string;
  readonly email?: string;
  readonly roles: readonly string[];
  readonly methods: readonly string[] | null;
  readonly status: 'active' | 'locked' | 'blocked';
  /** The end of a lock. */
  readonly until?: number;
  readonly blockedReason?: string;
  readonly sessions: number;
  readonly emergency: boolean;
  readonly factors: {
    readonly password: boolean;
    readonly totp: boolean;
    readonly emailCode: boolean;
    readonly passkeys: readonly { readonly name: string; readonly lastUsedAt: number | null }[];
    readonly codes: readonly { readonly method: string; readonly sentTo: string }[];
    readonly backupCodes: { readonly remaining: number };
  };
  readonly externalIds: readonly { readonly provider: string }[];
}

/** A one-time code, as `EnrollmentCode` of `@sallyport/engine`. */
export interface Vouched {
  readonly enrollmentCode: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The author of an act. */
interface ActedBy {
  readonly by: string;
}

/** The functions of the app's object that show an account and act on it. */
export interface Attending {
  readonly people: {
    find(who: AccountRef): Promise<Person | undefined>;
    unlock(who: AccountRef, input: ActedBy): Promise<Person | AppRefusal>;
    vouch(who: AccountRef, input: ActedBy): Promise<Vouched | AppRefusal>;
    block(who: AccountRef, input: ActedBy & { readonly reason: string }): Promise<Person | AppRefusal>;
    endSessions(who: AccountRef, input: ActedBy): Promise<Person | AppRefusal>;
  };
}
