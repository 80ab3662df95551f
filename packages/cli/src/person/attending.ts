import type { HostCode } from '@sallyport/core';
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
  /** The lock of a device that signed in before. */
  readonly deviceLock?: { readonly until: number };
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
    readonly others?: readonly { readonly method: string }[] | undefined;
  };
  readonly externalIds: readonly { readonly provider: string }[];
}

/** A one-time code, as `EnrollmentCode` of `@sallyport/engine`. */
export interface Vouched {
  readonly enrollmentCode: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What a person lost, as `LostFactor` of `@sallyport/engine`. */
export const LOST = ['app', 'passkey', 'mailbox', 'password'] as const;

/** The input of a help-in, as `HelpIn` of `@sallyport/engine`. */
export interface HelpIn {
  readonly lost: readonly (typeof LOST)[number][];
  readonly email?: string | undefined;
  readonly preview?: boolean | undefined;
}

/** The answer of a help-in, as `HelpedIn` of `@sallyport/engine`. A preview has no code. */
export interface HelpedIn extends Partial<Vouched> {
  readonly ends: readonly HelpInItem[];
  readonly keeps: readonly HelpInItem[];
}

/** A thing of an account, as `HelpInItem` of `@sallyport/engine`. */
export interface HelpInItem {
  readonly kind: string;
  readonly name?: string | undefined;
}

/** A page of the action log, newest first, as `AuditPage` of `@sallyport/engine`. */
export interface LogPage {
  readonly events: readonly LoggedEvent[];
  /** The identifier of each account that the events name. */
  readonly names: Readonly<Record<string, string>>;
}

/** An event, as `EventView` of `@sallyport/engine`. */
export interface LoggedEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  /** The method of a proof, a set-up or a removal. */
  readonly method?: string;
  /** The client's address. */
  readonly ip?: string;
  /** An account id, host code, a provider or the background work. Absent: the person whom the event concerns. */
  readonly actor?: string | { readonly kind: string; readonly id?: string };
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The states of accounts, as `PeopleQuery` of `@sallyport/engine` takes them. */
export const STATES = [
  'all',
  'meets',
  'mustEnroll',
  'noWayIn',
  'locked',
  'blocked',
  'invited',
  'invitationOpen',
  'invitationOver',
] as const;

/** Which accounts to list, as `PeopleQuery` of `@sallyport/engine`. */
export interface PeopleQuery {
  readonly tenant: string;
  readonly state?: (typeof STATES)[number] | undefined;
  /** Words. Each word is part of an identifier, of the address or of the display name. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
}

/** An account in a list, as `ListedPersonView` of `@sallyport/engine`. */
export interface ListedPerson {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly displayName?: string;
  readonly status: 'active' | 'locked' | 'blocked';
  /** How the account fares under the policy in force. */
  readonly group: string;
  readonly invited?: true;
  /** Present while the link of the invitation opens the first sign-in. */
  readonly invitation?: object;
  /** Present while a code of a help-in waits for the owner. */
  readonly helpInCode?: object;
}

/** A page of accounts, as `PeoplePage` of `@sallyport/engine`. */
export interface PeoplePage {
  readonly accounts: readonly ListedPerson[];
  /** The accounts whose group is not up to date. */
  readonly pending?: number;
  readonly next?: string;
}

/** The author of an act. */
interface ActedBy {
  readonly by: HostCode;
}

/** What became of an account among many, as `ActResult` of `@sallyport/engine`. */
export interface ActResult {
  readonly accountId: string;
  readonly done: boolean;
  readonly code?: string;
}

/** The functions of the app's object that show an account and act on it. */
export interface Attending {
  readonly people: {
    find(who: AccountRef): Promise<Person | undefined>;
    unlock(who: AccountRef, input: ActedBy): Promise<Person | AppRefusal>;
    vouch(who: AccountRef, input: ActedBy): Promise<Vouched | AppRefusal>;
    block(who: AccountRef, input: ActedBy & { readonly reason: string }): Promise<Person | AppRefusal>;
    unblock(who: AccountRef, input: ActedBy): Promise<Person | AppRefusal>;
    endSessions(who: AccountRef, input: ActedBy): Promise<Person | AppRefusal>;
    helpIn(who: AccountRef, input: ActedBy & HelpIn): Promise<HelpedIn | AppRefusal>;
    list(query: PeopleQuery): Promise<PeoplePage>;
    actOnMany(
      input: ActedBy & { readonly act: 'sign-out'; readonly accountIds: readonly string[]; readonly tenant: string },
    ): Promise<{ readonly results: readonly ActResult[] } | AppRefusal>;
  };
  readonly audit: {
    events(tenant: string, query: { readonly account: string; readonly limit: number }): Promise<LogPage>;
  };
}
