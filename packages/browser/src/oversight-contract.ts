// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { LoggedEvent } from './account-contract.ts';
import type { Reason } from './contract.ts';

export interface BlockedAccount {
  /** The account. */
  readonly accountId: string;
  /** The account's first identifier. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
  readonly email?: string;
  /** ISO 8601, in UTC. */
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

/** An administrator who helped a person in. */
export interface ChangeByHelpIn {
  /** The id of the event in `changes`. */
  readonly id: string;
  /** The events that tell what the help-in removed, at least one. */
  readonly removed: readonly LoggedEvent[];
}

/** An act on several accounts at about the same time, or the accounts that one author imported within a day. */
export interface ChangeOfMany {
  /** The id of the event in `changes`. */
  readonly id: string;
  /** The number of accounts, at least 2. */
  readonly accounts: number;
  /** The time of the oldest event of the act. ISO 8601, in UTC. */
  readonly since: string;
}

export interface EventHours {
  /** Oldest first, without the hours that have no event. */
  readonly hours: readonly {
    /** The beginning of the hour. ISO 8601, in UTC. */
    readonly hour: string;
    /** The number of events. */
    readonly count: number;
    /** The number of failed sign-ins among the events. */
    readonly failed: number;
  }[];
}

/** A page of the action log. */
export interface Events {
  /** At most 50, newest first; with `order=asc` oldest first. */
  readonly events: readonly LoggedEvent[];
  /** The name for people of each account that the events name, by the id of the account: the first identifier, with the mailbox in brackets if it is another one. A deleted account has a pseudonym, and no name. Also the name of each provider that the events name, by `provider:ID`. */
  readonly names: Readonly<Record<string, string>>;
  /** The cursor of the next page; absent on the last page. With `order=asc` always present, to go on from later. */
  readonly next?: string;
}

export interface LockedAccount {
  /** The account. */
  readonly accountId: string;
  /** The account's first identifier. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
  readonly email?: string;
  /** The authenticator with too many failed attempts. */
  readonly authenticator: string;
  /** ISO 8601, in UTC. */
  readonly until: string;
}

/** The same size has the same root, time and signature for ever. */
export interface LogHead {
  /** The number of sealed events. */
  readonly size: number;
  /** The root of the Merkle tree over the events (RFC 9162), in base64url. */
  readonly root: string;
  /** When the log was sealed. ISO 8601, in UTC. */
  readonly at: string;
  /** The Ed25519 signature of size, root and time, in base64url. */
  readonly signature: string;
  /** The `kid` of the public key: its thumbprint (RFC 7638). */
  readonly keyId: string;
}

export interface LogKeys {
  readonly keys: readonly {
    readonly kty: 'OKP';
    readonly crv: 'Ed25519';
    /** The public key, in base64url. */
    readonly x: string;
    readonly kid: string;
    readonly use: 'sig';
    readonly alg: 'EdDSA';
  }[];
}

/** The tenant on one screen. */
export interface Overview {
  /** The number of accounts. */
  readonly accounts: number;
  /** The number of accounts that sign in with their factors. */
  readonly meets: number;
  /** The number of accounts that have to set up a factor. */
  readonly mustEnroll: number;
  /** The number of accounts that cannot sign in without an administrator. */
  readonly noWayIn: number;
  /** The number of accounts that an administrator blocked. They count in their groups too. */
  readonly blocked: number;
  /** The invited accounts that nobody has signed in to, by group. They count in `meets`, `mustEnroll` and `noWayIn` too. */
  readonly invited: {
    /** The number of accounts that sign in with their factors. */
    readonly meets: number;
    /** The number of accounts that have to set up a factor. */
    readonly mustEnroll: number;
    /** The number of accounts that cannot sign in without an administrator. */
    readonly noWayIn: number;
  };
  /** The number of accounts of `noWayIn` whose owner has a code of a help-in, and has not entered the code yet. */
  readonly helpedIn: number;
  /** The numbers by role. The empty role: accounts without a role. */
  readonly byRole: readonly {
    readonly role: string;
    /** The number of accounts that sign in with their factors. */
    readonly meets: number;
    /** The number of accounts that have to set up a factor. */
    readonly mustEnroll: number;
    /** The number of accounts that cannot sign in without an administrator. */
    readonly noWayIn: number;
  }[];
  /** The number of accounts by the strongest factor; `none`: accounts without a factor. */
  readonly byStrongestFactor: readonly {
    readonly factor: string;
    readonly count: number;
  }[];
  /** Thirty days, the oldest first. The last day is today. */
  readonly days: readonly OverviewDay[];
  /** At most five things that need somebody, the gravest first. `code` is a risk or a state. */
  readonly attention: readonly {
    readonly code: string;
    readonly count: number;
    readonly message: string;
  }[];
  /** The number of risks with the severity `error`. */
  readonly urgent: number;
  /** The newest changes by administrators and host code of who can sign in and how, at most ten. A password or a key that host code sets, and ended sessions, are in the action log alone. Of an act on many accounts, the newest event alone. Of a help-in, the event of its code alone. */
  readonly changes: readonly LoggedEvent[];
  /** The events in `changes` that stand for an act on several accounts. */
  readonly together: readonly ChangeOfMany[];
  /** The events in `changes` that stand for a help-in with several events. */
  readonly helpIns: readonly ChangeByHelpIn[];
  /** The number of accounts that are not judged under a changed policy yet: they are counted as before, or not at all. Absent: none. */
  readonly pending?: number;
  /** Roles come from the host's own system, and every change of roles answers `roles-from-host`. Absent: administrators give roles. */
  readonly rolesFromHost?: true;
  /** The names of the accounts in `changes` and `helpIns`, by account id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A day of the tenant. */
export interface OverviewDay {
  /** The start of the day, in UTC. ISO 8601, in UTC. */
  readonly day: string;
  /** The number of sign-ins. */
  readonly succeeded: number;
  /** The number of failed attempts. */
  readonly failed: number;
  /** The number of the failed attempts that have an entry in the action log (`sign-in.failed`). The others were at unknown identifiers. */
  readonly failedLogged: number;
  /** The number of locks. */
  readonly locked: number;
  /** The number of accounts that met the policy; absent: nobody counted on that day. */
  readonly meets?: number;
}

/** A risk that somebody should look at. */
export interface Risk {
  /** Several entries can have the code `policy-finding`. */
  readonly code:
    | 'administrator-without-strong-factor'
    | 'one-passkey-only'
    | 'no-backup-codes'
    | 'attacked'
    | 'disowned'
    | 'one-policy-administrator'
    | 'dormant'
    | 'never-signed-in'
    | 'policy-finding';
  /** `error`: act now. `warning`: act soon. `info`: when there is time. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The number of accounts; 1 for `policy-finding`. */
  readonly count: number;
  /** In English: branch on `code`. */
  readonly message: string;
  /** The first ten accounts. */
  readonly accounts: readonly {
    /** The account. */
    readonly accountId: string;
    /** The account's first identifier. */
    readonly identifier: string;
    /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
    readonly email?: string;
    /** When the account was made. ISO 8601, in UTC. */
    readonly createdAt: string;
  }[];
}

/** The risks of the accounts and of the policy. */
export interface Risks {
  /** The risks that exist, the gravest first. */
  readonly risks: readonly Risk[];
  /** The number of accounts that are not judged under a changed policy yet: they are counted as before, or not at all. Absent: none. */
  readonly pending?: number;
}

/** What needs the attention of an administrator. */
export interface Security {
  /** The authenticators that are locked now. */
  readonly locked: readonly LockedAccount[];
  /** The accounts that an administrator blocked. */
  readonly blocked: readonly BlockedAccount[];
  /** Failed attempts of the last 24 hours. */
  readonly failuresByHour: readonly {
    /** The beginning of the hour. ISO 8601, in UTC. */
    readonly hour: string;
    /** The number of failed attempts. */
    readonly count: number;
  }[];
  /** The accounts that cannot sign in with their factors under the policy in force. */
  readonly mandatesUnmet: readonly UnmetMandate[];
  /** The version in force. */
  readonly policyVersion: number;
  /** The numbers of the entries beyond the first 1,000 of each list; absent: every list is complete. */
  readonly more?: {
    readonly locked: number;
    readonly blocked: number;
    readonly mandatesUnmet: number;
  };
  /** The number of accounts that are not judged under a changed policy yet: they are counted as before, or not at all. Absent: none. */
  readonly pending?: number;
}

export interface UnmetMandate {
  /** The account. */
  readonly accountId: string;
  /** The account's first identifier. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
  readonly email?: string;
  readonly because: readonly Reason[];
}
