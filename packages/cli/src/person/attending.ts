import type { HostCode } from '@sallyport/core';
import type { AccountName } from '../app/account-name.ts';
import type { AppRefusal } from '../app/refusal-text.ts';

export type AccountRef = { readonly tenant: string } & AccountName;

/** Instants are epoch milliseconds. The types of this file are as in `@sallyport/engine`. */
export interface Person {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly externalId?: string;
  readonly email?: string;
  readonly roles: readonly string[];
  readonly methods: readonly string[] | null;
  readonly status: 'active' | 'locked' | 'blocked';
  readonly until?: number;
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

/** `EnrollmentCode`. */
export interface Vouched {
  readonly enrollmentCode: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** `LostFactor`. */
export const LOST = ['app', 'passkey', 'mailbox', 'password'] as const;

export interface HelpIn {
  readonly lost: readonly (typeof LOST)[number][];
  readonly email?: string | undefined;
  readonly preview?: boolean | undefined;
}

/** A preview has no code. */
export interface HelpedIn extends Partial<Vouched> {
  readonly ends: readonly HelpInItem[];
  readonly keeps: readonly HelpInItem[];
}

/** `HelpInItem`. */
export interface HelpInItem {
  readonly kind: string;
  readonly name?: string | undefined;
}

/** `AuditPage`, newest first. */
export interface LogPage {
  readonly events: readonly LoggedEvent[];
  /** The identifier of each account that the events name. */
  readonly names: Readonly<Record<string, string>>;
}

export interface LoggedEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly method?: string;
  readonly ip?: string;
  /** Absent: the person whom the event concerns. */
  readonly actor?: string | { readonly kind: string; readonly id?: string };
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** As `PeopleQuery` takes the states. */
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

export interface PeopleQuery {
  readonly tenant: string;
  readonly state?: (typeof STATES)[number] | undefined;
  /** Each word is part of an identifier, of the address or of the display name. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
}

export interface ListedPerson {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly displayName?: string;
  readonly status: 'active' | 'locked' | 'blocked';
  /** Under the policy in force. */
  readonly group: string;
  readonly invited?: true;
  /** While the invitation's link opens the first sign-in. */
  readonly invitation?: object;
  /** While a code of a help-in waits for the owner. */
  readonly helpInCode?: object;
}

export interface PeoplePage {
  readonly accounts: readonly ListedPerson[];
  /** Accounts whose group is not up to date. */
  readonly pending?: number;
  readonly next?: string;
}

interface ActedBy {
  readonly by: HostCode;
}

export interface ActResult {
  readonly accountId: string;
  readonly done: boolean;
  readonly code?: string;
}

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
