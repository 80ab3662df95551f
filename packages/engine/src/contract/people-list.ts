import type { Standing } from '@sallyport/assurance';
import type { HelpdeskRight, Instant } from '@sallyport/core';
import type { AccountId, EventRecord } from '@sallyport/store';

/**
 * How an account fares under the policy in force. A lock, a block and an invitation change nothing here.
 *
 * - `meets`: signs in with its factors.
 * - `mustEnroll`: has to set up a factor at the next sign-in.
 * - `noWayIn`: cannot sign in without an administrator.
 */
export type PolicyGroup = Standing;

/** The order of a list of accounts. */
export type PeopleSort = 'identifier' | '-lastSignInAt' | '-createdAt';

/** Which accounts to list. Absent members restrict nothing. */
export interface PeopleQuery {
  /** Words, in any case. Each word is part of an identifier, of the address or of the display name. Or the whole id of an account. */
  readonly query?: string | undefined;
  /** A member of {@link PeopleCounts}. */
  readonly state?: keyof PeopleCounts | undefined;
  /** Accounts with this role. The empty text: accounts without a role. */
  readonly role?: string | undefined;
  /** Accounts with this factor, as in {@link PersonEntry.factors}. */
  readonly factor?: string | undefined;
  /** Accounts with this strongest factor, or `none`, as {@link OverviewView.byStrongestFactor} counts them. */
  readonly strongest?: string | undefined;
  /** Accounts with this risk. */
  readonly risk?: RiskCode | undefined;
  /**
   * Accounts that could not sign in with their factors at this time under the policy in force, whose dates count: a date with a time and a zone, such as
   * `2026-12-15T00:00:00Z`.
   */
  readonly notReadyFor?: string | undefined;
  /** Default: in the order of the ids. */
  readonly sort?: PeopleSort | undefined;
  /** The `next` of the page before, in the same order. */
  readonly cursor?: string | undefined;
}

/** The names of an account in a list. A name proves nothing, and the mailbox is verified: a list shows both where they differ. */
export interface NamedAccount {
  readonly accountId: AccountId;
  /** The first identifier. The id, if the account has no identifier. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. */
  readonly email?: string;
}

/** An account in a list. */
export interface PersonEntry {
  /** As in `AccountView`. */
  readonly accountId: AccountId;
  /** As in `AccountView`. */
  readonly identifiers: readonly string[];
  /** The verified mailbox, if it is none of the identifiers. */
  readonly email?: string;
  /** From `displayNames`, if the host has the option; otherwise the name of the creation. */
  readonly displayName?: string;
  /** When the account was made. */
  readonly createdAt: Instant;
  /** The roles as last known. */
  readonly roles: readonly string[];
  /** As in `AdminAccountView`. */
  readonly status: 'active' | 'locked' | 'blocked';
  /** As in `AdminAccountView`. */
  readonly blockedSince?: Instant;
  /** The account signs in with its factors under the policy in force. */
  readonly meets: boolean;
  /** Says more than `meets`: whether an account that does not meet the policy can set up a factor. */
  readonly group: PolicyGroup;
  /** The first date of the policy from which on the account does not meet it, unless the account does not meet it now. Absent: no such date. */
  readonly notReadyFrom?: Instant;
  /** The names of the methods that the account can prove, the strongest first. */
  readonly factors: readonly string[];
  /** Absent: nobody has signed in. */
  readonly lastSignInAt?: Instant;
  /** The number of live sessions. */
  readonly sessions: number;
  /** The account was made with an invitation, and nobody has signed in to it. Otherwise absent. */
  readonly invited?: true;
  /** As in `AdminAccountView`. */
  readonly invitation?: { readonly expiresAt: Instant };
  /** The code of a help-in that the owner has not entered yet, until its end. Absent: no such code waits, or the account is blocked. */
  readonly helpInCode?: { readonly expiresAt: Instant };
  /**
   * The owner entered an administrator's code, or followed the link of an invitation, and can set up a factor in that sign-in until its end. Absent:
   * nobody did so, the owner set a factor up with the code or signed in, or the sign-in ended.
   */
  readonly settingUp?: { readonly expiresAt: Instant };
}

/** An account in a list of host code. */
export interface ListedPersonView extends PersonEntry {
  /** The host's key, unchanged. */
  readonly externalId?: string;
}

/** The numbers of a whole tenant, whatever the list shows. `meets`, `mustEnroll` and `noWayIn` add up to `all`. */
export interface PeopleCounts {
  /** Every account. */
  readonly all: number;
  /** Accounts of this {@link PolicyGroup}. */
  readonly meets: number;
  /** Accounts of this {@link PolicyGroup}. */
  readonly mustEnroll: number;
  /** Accounts of this {@link PolicyGroup}. */
  readonly noWayIn: number;
  /** Accounts with the status `locked`. */
  readonly locked: number;
  /** Accounts with the status `blocked`. */
  readonly blocked: number;
  /** Accounts that were made with an invitation, and that nobody has signed in to. */
  readonly invited: number;
  /** The accounts of `invited` whose link is valid. Those whom it leads nowhere are in `noWayIn` too. */
  readonly invitationOpen: number;
  /**
   * The accounts of `invited` whose link ended, is in use or was taken back, or is void after a block or a code of an administrator, or because the
   * inviter has no right to vouch any more: then the counts follow within about a quarter of an hour.
   */
  readonly invitationOver: number;
}

/** A page of accounts. */
export interface PeoplePage<Entry extends PersonEntry = ListedPersonView> {
  /** At most 50. */
  readonly accounts: readonly Entry[];
  /** Counts the whole tenant. For a helpdesk, counts the accounts that the helpdesk reaches. */
  readonly counts: PeopleCounts;
  /** For each date of the policy in force that is still to come, the earliest first: the number of accounts that `notReadyFor` lists. Absent without dates. */
  readonly notReady?: readonly { readonly from: Instant; readonly count: number }[];
  /**
   * The number of accounts that are not judged under the policy in force yet: they are counted as before the change of the policy, or not at all. Absent: none.
   * The background work judges 50,000 accounts a minute.
   */
  readonly pending?: number;
  /** In an answer to a helpdesk: the rights of the helpdesk over anybody. Otherwise absent. */
  readonly may?: readonly HelpdeskRight[];
  /** Present if there is a next page. */
  readonly next?: string;
}

/**
 * A risk that somebody should look at.
 *
 * - `administrator-without-strong-factor`: an account with a role of administration whose factors reach no more than `baseline`.
 * - `one-passkey-only`: an account with one passkey and no authenticator app.
 * - `no-backup-codes`: an account with a passkey or an authenticator app, and without backup codes, if codes could help.
 * - `attacked`: strangers locked the account by wrong guesses, or guessed as often within a day.
 * - `disowned`: the owner said that a sign-in was somebody else's, and has not signed in since.
 * - `dormant`: nobody has signed in for 90 days, or for the time that the policy names.
 * - `one-policy-administrator`: no other account can change the policy. Blocked accounts and accounts without a way in do not count. Not judged with `resolveSubject`.
 * - `never-signed-in`: nobody has ever signed in. An invited person without another way in does not count.
 * - `policy-finding`: a finding of `verifyPolicy` on the policy in force.
 */
export type RiskCode =
  | 'administrator-without-strong-factor'
  | 'one-passkey-only'
  | 'no-backup-codes'
  | 'attacked'
  | 'disowned'
  | 'one-policy-administrator'
  | 'dormant'
  | 'never-signed-in'
  | 'policy-finding';

/** A risk with the accounts that have it. */
export interface RiskView {
  /** Several entries can have the code `policy-finding`. */
  readonly code: RiskCode;
  /** `error`: act now. `warning`: act soon. `info`: when there is time. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The number of accounts. For `policy-finding`: 1. */
  readonly count: number;
  /** In English, for administrators. */
  readonly message: string;
  /** The first ten, in the order of the ids. */
  readonly accounts: readonly (NamedAccount & { readonly createdAt: Instant })[];
}

/** The risks of a tenant. */
export interface RisksView {
  /** The risks that exist, the gravest first. A risk that no account has is left out. */
  readonly risks: readonly RiskView[];
  /** As in {@link PeoplePage}. */
  readonly pending?: number;
}

/** A day of a tenant, in UTC. */
export interface DayView {
  /** The start of the day. */
  readonly day: Instant;
  /** The number of sign-ins. */
  readonly succeeded: number;
  /** The number of failed attempts, also at unknown identifiers. */
  readonly failed: number;
  /** The number of the failed attempts that have an entry in the action log. The others were at unknown identifiers. */
  readonly failedLogged: number;
  /** The number of locks. */
  readonly locked: number;
  /** The number of accounts that met the policy at the end of the day. Absent: there is no count for the day. */
  readonly meets?: number;
}

/** A tenant on one screen. */
export interface OverviewView {
  /** The number of accounts. */
  readonly accounts: number;
  /** As in {@link PeopleCounts}. */
  readonly meets: number;
  /** As in {@link PeopleCounts}. */
  readonly mustEnroll: number;
  /** As in {@link PeopleCounts}. */
  readonly noWayIn: number;
  /** As in {@link PeopleCounts}. Blocked accounts count in their groups too. */
  readonly blocked: number;
  /** The accounts of {@link PeopleCounts.invited} by group. They count in `meets`, `mustEnroll` and `noWayIn` too. */
  readonly invited: { readonly meets: number; readonly mustEnroll: number; readonly noWayIn: number };
  /** The number of accounts of `noWayIn` whose owner has a code of a help-in, and has not entered the code yet. */
  readonly helpedIn: number;
  /** The numbers of each role of the policy or of an account. The role with the empty name: accounts without a role, if there are any. */
  readonly byRole: readonly {
    readonly role: string;
    readonly meets: number;
    readonly mustEnroll: number;
    readonly noWayIn: number;
  }[];
  /** The number of accounts by the strongest factor, the strongest first. `none`: accounts without a factor. */
  readonly byStrongestFactor: readonly { readonly factor: string; readonly count: number }[];
  /** Thirty days, the oldest first. The last day is today. */
  readonly days: readonly DayView[];
  /** At most five, the gravest first. `code` is a {@link RiskCode}, or a state of {@link PeopleCounts}. Blocked accounts do not count. */
  readonly attention: readonly { readonly code: string; readonly count: number; readonly message: string }[];
  /** The number of risks with the severity `error`, as `audit.risks` lists them. */
  readonly urgent: number;
  /** The newest changes by administrators and host code of who can sign in and how, at most ten. A password or a key that host code sets, and ended sessions, are in the action log alone. Of an act on many accounts, the newest event alone. Of a help-in, the event of its code alone. */
  readonly changes: readonly Omit<EventRecord, 'tenant' | 'recipients'>[];
  /**
   * The events in `changes` that stand for several accounts: the author did the same act on `accounts` accounts, from `since` until the time of the
   * event, with no more than a minute between two accounts, or for imported accounts within a day.
   */
  readonly together: readonly { readonly id: string; readonly accounts: number; readonly since: Instant }[];
  /** The events in `changes` that stand for a help-in: `removed` has the other events of the same commit, which tell what the help-in removed. */
  readonly helpIns: readonly {
    readonly id: string;
    readonly removed: readonly Omit<EventRecord, 'tenant' | 'recipients'>[];
  }[];
  /** As in {@link PeoplePage}. */
  readonly pending?: number;
  /** True if roles come from `resolveSubject`: then nobody gives roles by the administration (`roles-from-host`). Otherwise absent. */
  readonly rolesFromHost?: true;
  /** The names of the accounts in `changes` and `helpIns`, by account id. */
  readonly names: Readonly<Record<string, string>>;
}
