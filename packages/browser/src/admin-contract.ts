// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { ExternalId, Factors, Recommendation, VaultWay } from './account-contract.ts';
import type { AcceptedMethod, OfferedMethod, Reason, RoleSource, StrengthName } from './contract.ts';

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
  };
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
  /** For `blocked`: the words of the administrator. */
  readonly blockedReason?: string;
  /** The number of live sessions. */
  readonly sessions: number;
  /** A break-glass account, for access if every other way fails. */
  readonly emergency: boolean;
  /** The last code of an administrator that the person may still enter, or has entered without setting anything up. Absent without such a code. */
  readonly enrollmentCode?: {
    /** The end of the code. ISO 8601, in UTC. */
    readonly expiresAt: string;
    /** Whether the person entered the code. No other sign-in takes the code then. */
    readonly used: boolean;
  };
  /** The invitation whose link opens the first sign-in. Absent: no link does. */
  readonly invitation?: {
    /** The end of the link. ISO 8601, in UTC. */
    readonly expiresAt: string;
  };
  /** For a helpdesk, in the answer of `GET /admin/accounts/:id`: the rights of the helpdesk over this account. Absent: every right. */
  readonly may?: readonly ('reset' | 'vouch' | 'unlock')[];
}

/** A member of the policy that changes. */
export interface ChangedRule {
  /** `tenant`, or the role with the rule. */
  readonly source: 'tenant' | RoleSource;
  /** The member of the policy, or of the rule of the role: `session`. */
  readonly member: string;
  /** The value as written; null if there was no such member. */
  readonly before: unknown;
  /** The value as written; null if the member is gone. */
  readonly after: unknown;
  /** The new policy demands less than this rule demanded, of somebody or at some time. */
  readonly weaker: boolean;
  /** The changed members of the rule that demand less, each as the names from the rule down to the member: `["maxFailures"]`. Empty if the rule is weaker because of another rule. Present if the rule is weaker and has members. */
  readonly weakerMembers?: readonly (readonly string[])[];
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
  /** Everything that stays. */
  readonly keeps: readonly HelpInItem[];
  /** The code, for the administrator to hand over. Shown only in this answer. Absent in a preview. */
  readonly enrollmentCode?: string;
  /** The end of the code. Absent in a preview. ISO 8601, in UTC. */
  readonly expiresAt?: string;
}

/** The accounts that a change of the policy affects. */
export interface Impact {
  /** Every member that differs from the policy in force. */
  readonly rules: readonly ChangedRule[];
  /** The moves between groups; accounts that stay in their group are not counted. */
  readonly moves: readonly StandingMove[];
  /** The number of accounts that have to set up a factor under both policies, where other factors are enough under the new policy. */
  readonly setUpChanges: number;
  /** The number of accounts that sign in with their factors. */
  readonly unaffected: number;
  /** The number of accounts that have to set up a factor at the next sign-in. */
  readonly mustEnroll: number;
  /** The number of accounts that cannot sign in without an administrator. */
  readonly stranded: number;
  /** The affected accounts on this page. */
  readonly accounts: readonly ImpactEntry[];
  /** Present if the policy concerns vaults. */
  readonly vaults?: VaultsImpact;
  /** In a preview: saving the policy would be refused with `policy-strands-administrators`. Absent otherwise. */
  readonly strandsAdministrators?: true;
  /** The thieves who reach more than before, the worst first, at most 100. On the first page of a preview. */
  readonly threats?: readonly WorseThreat[];
  /** On the first page of a preview, unless the host turned the analysis off. */
  readonly threatAnalysis?: ThreatAnalysis;
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** An account that the policy affects. */
export interface ImpactEntry {
  /** The account. */
  readonly accountId: string;
  /** The account's first identifier. */
  readonly identifier: string;
  /** `must-enroll`: sets up a factor at the next sign-in. `stranded`: cannot sign in without an administrator. */
  readonly impact: 'must-enroll' | 'stranded';
  /** The reasons, in words for an administrator. */
  readonly because: readonly Reason[];
  /** The account has to set up a factor under both policies, and other factors are enough under the new policy. */
  readonly setUpChanges?: true;
  /** Present if the account has no way in yet. `invited`: the person has not followed the link of an open invitation. `invitation-ended`: the link is not valid any more. `nothing-set-up`: there was no invitation. */
  readonly notBegun?: 'invited' | 'invitation-ended' | 'nothing-set-up';
}

/** An account in a list. */
export interface ListedAccount {
  /** An opaque id that never changes. */
  readonly accountId: string;
  /** The texts with which the person begins a sign-in, such as a mail address or a name. Never empty. */
  readonly identifiers: readonly string[];
  /** The name for people. */
  readonly displayName?: string;
  /** When the account was made. ISO 8601, in UTC. */
  readonly createdAt: string;
  /** Every role: own roles, and roles that a provider or the directory gave. */
  readonly roles: readonly string[];
  /** `locked`: by wrong guesses, until `until`. `blocked`: by an administrator, until an administrator lifts the block. */
  readonly status: 'active' | 'locked' | 'blocked';
  /** The account signs in with its factors under the policy in force. */
  readonly meets: boolean;
  /** `meets`: signs in with its factors. `mustEnroll`: has to set up a factor. `noWayIn`: cannot sign in without an administrator. */
  readonly group: 'meets' | 'mustEnroll' | 'noWayIn';
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
}

/** The policy of the tenant, in one version. */
export interface Policy {
  /** The policy as it was sent. */
  readonly policy: PolicyDocument;
  /** The version for `If-Match` in a change. */
  readonly version: number;
  /** When the version came into force. ISO 8601, in UTC. */
  readonly changedAt: string;
  /** An account id, `host`, `host:` and the id of the host code, or `system` for the policy in the host's code. */
  readonly changedBy: string;
  /** The author's words on the change. */
  readonly note?: string;
}

/** The JSON of `definePolicy`. `PUT` checks the document. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface PolicyVersions {
  readonly versions: readonly Policy[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** Accounts that leave a group for another group. */
export interface StandingMove {
  /** The group under the policy in force. */
  readonly from: 'meets' | 'mustEnroll' | 'noWayIn';
  /** The group under the new policy. */
  readonly to: 'meets' | 'mustEnroll' | 'noWayIn';
  /** The number of accounts. */
  readonly count: number;
}

/** The comparison of what thieves reach before and after. On the first page of a preview. */
export interface ThreatAnalysis {
  /** `running`: the same preview has the answer later. */
  readonly state: 'decided' | 'running' | 'not-decided' | 'not-analysed';
  /** So many thieves reach more on a kind of account. */
  readonly more: number;
  /** So many thieves reach less on a kind of account. */
  readonly less: number;
  /** So many searches found no end. */
  readonly undecided: number;
}

/** A vault as administrators see it. */
export interface VaultOverview {
  /** The version for `If-Match` in a change; 0 if there is no vault. */
  readonly version: number;
  /** The ways to open the vault; empty if there is no vault. */
  readonly envelopes: readonly VaultWay[];
}

/** The numbers of vaults that the policy affects. */
export interface VaultsImpact {
  /** Vaults that their owners could not open: the owner could not sign in, or the vault has no secret and passkeys no longer sign in. */
  readonly withoutWay: number;
  /** Vaults without the emergency envelope that the policy requires. */
  readonly withoutEmergency: number;
}

/** The answer of a sign-in that nobody made. */
export interface WhatIf {
  /** As in the answers of a sign-in. `denied`: the sign-in would end with the problem in `code`. */
  readonly status: 'continue' | 'enroll' | 'redirect' | 'complete' | 'denied';
  /** The methods that would continue the sign-in. With `continue`. */
  readonly accept?: readonly AcceptedMethod[];
  /** The methods that the person could set up. With `enroll`. */
  readonly offer?: readonly OfferedMethod[];
  /** The provider to which the sign-in would go. With `redirect`. */
  readonly provider?: string;
  /** The strength of the proofs. With `complete`. */
  readonly strength?: StrengthName;
  /** The code of the problem. With `denied`. */
  readonly code?: string;
  /** The reasons, in words for an administrator. */
  readonly because: readonly Reason[];
}

/** A thief who reaches more on a kind of account than before. */
export interface WorseThreat {
  /** The stolen things, in words. */
  readonly thief: string;
  /** The kind of account: its role and its factors. */
  readonly reach: string;
  /** The goals under the policy in force, in words. */
  readonly before: string;
  /** The goals under the new policy, in words. */
  readonly after: string;
  /** The acts that lead to the gravest new goal, in order. */
  readonly chain: string;
  /** The number of accounts of this kind. */
  readonly accounts: number;
  /** The same as data, for words in another language. */
  readonly codes: {
    readonly thief: string;
    readonly roles: readonly string[];
    readonly factors: readonly string[];
    readonly emergency: boolean;
    readonly before: readonly string[];
    readonly after: readonly string[];
    readonly chain: readonly {
      readonly move: string;
      readonly method?: string;
      readonly of?: 'own' | 'owner';
      readonly on?: string;
      readonly saysLess?: true;
    }[];
  };
}
