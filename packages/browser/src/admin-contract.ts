// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { ExternalId, Factors, Recommendation, VaultWay } from './account-contract.ts';

/** A page of accounts. */
export interface Accounts {
  /** At most 50, in the asked order; by default in the order of the ids. */
  readonly accounts: readonly ListedAccount[];
  /** The numbers of the whole tenant, whatever the list shows. For a helpdesk, the numbers of the people whom it helps. */
  readonly counts: {
    /** `meets`, `mustEnroll` and `noWayIn` together. */
    readonly all: number;
    /** The number of accounts that sign in with their factors. */
    readonly meets: number;
    /** The number of accounts that have to set up a factor. */
    readonly mustEnroll: number;
    /** The number of accounts that cannot sign in without an administrator. */
    readonly noWayIn: number;
    /** The number of accounts that are locked by wrong guesses. */
    readonly locked: number;
    /** The number of accounts that are blocked. */
    readonly blocked: number;
    /** The number of invited accounts that nobody has signed in to. */
    readonly invited: number;
    /** The accounts of `invited` whose link opens the first sign-in. */
    readonly invitationOpen: number;
    /** The accounts of `invited` whose link ended, was used or was taken back, or is void after a block or a code of an administrator. */
    readonly invitationOver: number;
  };
  /** For each date of the policy that is still to come, the accounts that are not ready. Absent without dates. */
  readonly notReady?: readonly {
    /** The date. ISO 8601, in UTC. */
    readonly from: string;
    /** The number of accounts that `notReadyFor` lists for the date. */
    readonly count: number;
  }[];
  /** The number of accounts that are not judged under a changed policy yet: they are counted as before, or not at all. Absent: none. */
  readonly pending?: number;
  /** For a helpdesk: its rights over anybody in the list. Absent: every right. */
  readonly may?: readonly ('reset' | 'vouch' | 'unlock')[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

export interface ActResult {
  /** The account. */
  readonly accountId: string;
  /** The act was done. For `remind`: the mail went out. */
  readonly done: boolean;
  /** Why the act was not done: the code of a problem, or for `remind` `nothing-to-set-up`, `no-way-in`, `invited`, `no-address` or `account-blocked`. */
  readonly code?: string;
}

/** The results of an act on many accounts. */
export interface ActResults {
  /** A result for each account, in the order of the request. */
  readonly results: readonly ActResult[];
}

/** An account, as administrators see it. */
export interface AdminAccount {
  /** An opaque id that never changes. */
  readonly accountId: string;
  /** The texts with which the person begins a sign-in, such as a mail address or a name. Never empty. */
  readonly identifiers: readonly string[];
  /** The verified address, to which codes and notices go. */
  readonly email?: string;
  /** Every role: own roles, and roles that a provider or the directory gave. */
  readonly roles: readonly string[];
  /** The factors that are enrolled and confirmed. */
  readonly factors: Factors;
  /** The identities at providers and in the directory that sign in to the account. */
  readonly externalIds: readonly ExternalId[];
  /** Advice that makes the loss of a factor harmless. `message` is in English: branch on `code`. */
  readonly recommendations: readonly Recommendation[];
  /** Methods with which the account may begin a sign-in; null if only the policy decides. */
  readonly methods: readonly string[] | null;
  /** `locked`: by wrong guesses, until `until`. `blocked`: by an administrator, until an administrator lifts the block. */
  readonly status: 'active' | 'locked' | 'blocked';
  /** End of the lock. ISO 8601, in UTC. */
  readonly until?: string;
  /** The lock of a device that signed in before: too many wrong guesses on this device. Other devices are not locked, and `status` does not say `locked`. Absent without such a lock. */
  readonly deviceLock?: {
    /** The end of the lock. ISO 8601, in UTC. */
    readonly until: string;
  };
  /** Those of `roles` that a provider or the directory gives, and that the account does not have on its own. They end with the word of the provider. `PUT …/roles` replaces the own roles alone. Absent: none. */
  readonly givenRoles?: readonly GivenRoles[];
  /** What somebody else than the owner set up, or helped to set up by a code, such as `totp`. It ends with a new role of the administration. Absent: nothing. */
  readonly setUpByOthers?: readonly string[];
  /** The owner said that a sign-in was somebody else's. Absent once the owner has signed in since. */
  readonly disowned?: {
    /** When the owner said so. ISO 8601, in UTC. */
    readonly at: string;
  };
  /** For `blocked`: the words of the administrator. */
  readonly blockedReason?: string;
  /** For `blocked`: when the block began, for `asOf` of an unblock. ISO 8601, in UTC. */
  readonly blockedSince?: string;
  /** The number of live sessions. */
  readonly sessions: number;
  /** The policy refuses one more session, because as many are live. Absent: a new session has room, or ends an older one. */
  readonly sessionsFull?: {
    /** The most sessions that the policy allows. */
    readonly most: number;
  };
  /** A break-glass account, for access if every other way fails. */
  readonly emergency: boolean;
  /** The last code of an administrator that the person may still enter, or has entered without setting anything up. Absent without such a code. */
  readonly enrollmentCode?: {
    /** The end of the code. ISO 8601, in UTC. */
    readonly expiresAt: string;
    /** Whether the person entered the code. No other sign-in takes the code then. */
    readonly used: boolean;
    /** Until then the person can set up a factor in the sign-in in which the person entered the code. Absent: not entered, or that sign-in ended. ISO 8601, in UTC. */
    readonly setUpUntil?: string;
  };
  /** The invitation whose link opens the first sign-in. Absent: no link does. */
  readonly invitation?: {
    /** The end of the link. ISO 8601, in UTC. */
    readonly expiresAt: string;
    /** In the answer of `POST /admin/accounts` alone: the mail did not go. Send the invitation again. */
    readonly notMailed?: true;
  };
  /** For a helpdesk, in the answer of `GET /admin/accounts/:id`: the rights of the helpdesk over this account. Absent: every right. */
  readonly may?: readonly ('reset' | 'vouch' | 'unlock')[];
}

/** A vault's data key, sealed to the host's emergency key. */
export interface EmergencyEnvelope {
  /** The emergency key of the host at the time of sealing. */
  readonly kid?: string;
  /** base64url, by HPKE (RFC 9180). Open the envelope offline. */
  readonly sealed: string;
}

/** A one-time code with which the person sets up a factor. */
export interface EnrollmentCode {
  /** The code, for the administrator to hand over. Shown only in this answer. */
  readonly enrollmentCode: string;
  /** The end of the code. ISO 8601, in UTC. */
  readonly expiresAt: string;
}

/** The resources that an account can reach, as the host lists them. */
export interface Exposure {
  /** When the host listed the resources. ISO 8601, in UTC. */
  readonly asOf: string;
  /** The resources, in the order of the host. */
  readonly items: readonly {
    /** The host's id of the resource. */
    readonly id: string;
    /** The host's name of the resource, for people. */
    readonly label: string;
    /** The kind of access, in the host's words: `read`. */
    readonly access: string;
    /** The last use by the account, if the host knows it. ISO 8601, in UTC. */
    readonly lastUsedAt?: string;
  }[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** The roles that one provider, or the directory, gives to an account. */
export interface GivenRoles {
  /** The provider's id in the host's configuration. */
  readonly provider: string;
  /** The provider's name for people. */
  readonly name?: string;
  readonly roles: readonly string[];
}

/** A thing of an account. */
export interface HelpInItem {
  /** `totp`, `backup-codes`, `passkey`, `password`, `email`, a code of the host such as `sms-code`, `sessions` or `devices`. */
  readonly kind: string;
  /** The id of a passkey. */
  readonly id?: string;
  /** The name of a passkey, an address, or a masked number. */
  readonly name?: string;
}

/** What a person who lost factors loses and keeps, and the one-time code that lets the person in. */
export interface HelpedIn {
  /** Everything that ends. `sessions` and `devices` are all of them. */
  readonly ends: readonly HelpInItem[];
  /** Everything that stays. The identities stay too: `externalIds` of the account has those. */
  readonly keeps: readonly HelpInItem[];
  /** The code, for the administrator to hand over. Shown only in this answer. Absent in a preview. */
  readonly enrollmentCode?: string;
  /** The end of the code. Absent in a preview. ISO 8601, in UTC. */
  readonly expiresAt?: string;
}

/** An account in a list. */
export interface ListedAccount {
  /** An opaque id that never changes. */
  readonly accountId: string;
  /** The texts with which the person begins a sign-in, such as a mail address or a name. Never empty. */
  readonly identifiers: readonly string[];
  /** The verified mailbox, if it is none of the identifiers. Otherwise absent. */
  readonly email?: string;
  /** The name for people. */
  readonly displayName?: string;
  /** When the account was made. ISO 8601, in UTC. */
  readonly createdAt: string;
  /** Every role: own roles, and roles that a provider or the directory gave. */
  readonly roles: readonly string[];
  /** `locked`: by wrong guesses, until `until`. `blocked`: by an administrator, until an administrator lifts the block. */
  readonly status: 'active' | 'locked' | 'blocked';
  /** For `blocked`: when the block began, for `asOf` of an unblock. ISO 8601, in UTC. */
  readonly blockedSince?: string;
  /** The account signs in with its factors under the policy in force. */
  readonly meets: boolean;
  /** `meets`: signs in with its factors. `mustEnroll`: has to set up a factor. `noWayIn`: cannot sign in without an administrator. */
  readonly group: 'meets' | 'mustEnroll' | 'noWayIn';
  /** The first date of the policy from which on the account does not meet it. Absent: no such date, or the account does not meet it now. ISO 8601, in UTC. */
  readonly notReadyFrom?: string;
  /** The names of the methods that the account can prove, the strongest first: `passkey`, `totp`. */
  readonly factors: readonly string[];
  /** The last sign-in; absent: nobody has signed in. ISO 8601, in UTC. */
  readonly lastSignInAt?: string;
  /** The number of live sessions. */
  readonly sessions: number;
  /** The account was made with an invitation, and nobody has signed in to it. Otherwise absent. */
  readonly invited?: true;
  /** The invitation whose link opens the first sign-in. Absent: no link does. */
  readonly invitation?: {
    /** The end of the link. ISO 8601, in UTC. */
    readonly expiresAt: string;
  };
  /** The code of a help-in that the person has not entered yet. Absent: no such code waits, or the account is blocked. */
  readonly helpInCode?: {
    /** The end of the code. ISO 8601, in UTC. */
    readonly expiresAt: string;
  };
  /** The sign-in in which the person entered an administrator’s code, and can set up a factor. Absent: no such sign-in, or the sign-in ended. */
  readonly settingUp?: {
    /** The end of the sign-in. ISO 8601, in UTC. */
    readonly expiresAt: string;
  };
}

/** A vault as administrators see it. */
export interface VaultOverview {
  /** The version for `If-Match` in a change; 0 if there is no vault. */
  readonly version: number;
  /** The ways to open the vault; empty if there is no vault. */
  readonly envelopes: readonly VaultWay[];
}
