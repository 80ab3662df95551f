import type { Account } from './account.ts';
import type { Reason } from './answers.ts';

/** The policy as it travels: the JSON of `definePolicy`, checked by the server. */
export type PolicyDocument = { readonly [field: string]: unknown };

/** A policy with its version; hand `version` back to `policy.put`. */
export interface PolicyVersion {
  readonly policy: PolicyDocument;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** What a policy does to one account. */
export interface ImpactEntry {
  readonly accountId: string;
  readonly identifier: string;
  readonly impact: 'unaffected' | 'must-enroll' | 'stranded' | (string & {});
  readonly because: readonly Reason[];
}

/** What a policy does to everyone. */
export interface PolicyImpact {
  readonly unaffected: number;
  readonly mustEnroll: number;
  readonly stranded: number;
  readonly accounts: readonly ImpactEntry[];
  readonly next?: string;
}

/** An account in full, as an administrator sees it. */
export interface AdminAccount extends Account {
  readonly methods?: readonly string[];
  readonly status: 'active' | 'locked' | 'blocked';
  readonly until?: string;
  readonly blockedReason?: string;
  readonly sessions: number;
  readonly emergency: boolean;
}

/** An account in a list: what every entry has, and whatever more the server tells. */
export type AccountEntry = Pick<AdminAccount, 'accountId' | 'identifiers'> & Partial<AdminAccount>;

export interface AccountPage {
  readonly accounts: readonly AccountEntry[];
  readonly next?: string;
}

export interface NewAccount {
  readonly identifier: string;
  /** Taken as verified. */
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly password?: string;
  /** Mail a one-time link that opens the first sign-in. */
  readonly invite?: boolean;
  /** A way back in when all else fails; from a policy administrator only. */
  readonly emergency?: boolean;
}

/** A one-time code with which an administrator vouches for a person. */
export interface EnrollmentCode {
  readonly enrollmentCode: string;
  readonly expiresAt?: string;
}

/** What an account could reach, by the host's list. */
export interface Exposure {
  readonly asOf: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly access: string;
    readonly lastUsedAt?: string;
  }[];
  readonly next?: string;
}

/** An entry of the action log. */
export interface LoggedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly accountId?: string;
  /** An account id, or `'system'`. */
  readonly actor?: string;
  readonly method?: string;
  readonly flow?: string;
  readonly ip?: string;
  readonly detail?: unknown;
}

export interface EventPage {
  readonly events: readonly LoggedEvent[];
  readonly next?: string;
}

/** An account the security view points at. */
export interface FlaggedAccount {
  readonly accountId: string;
  readonly identifier?: string;
  /** What was tried too often. */
  readonly authenticator?: string;
  readonly until?: string;
  readonly since?: string;
  readonly reason?: string;
  readonly because?: readonly Reason[];
}

export interface SecurityView {
  readonly locked: readonly FlaggedAccount[];
  readonly blocked: readonly FlaggedAccount[];
  readonly failuresByHour: readonly { readonly hour: string; readonly count: number }[];
  readonly mandatesUnmet: readonly FlaggedAccount[];
  readonly policyVersion: number;
}
