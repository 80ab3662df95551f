// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { AcceptedMethod, OfferedMethod, Reason, StrengthName } from './contract.ts';

/** A thief who reaches less on a kind of account than before. */
export interface BetterThreat {
  /** The stolen things, in words. */
  readonly thief: string;
  /** The kind of account: its role and its factors. */
  readonly reach: string;
  /** The goals under the policy in force, in words. */
  readonly before: string;
  /** The goals under the new policy, in words. */
  readonly after: string;
  /** The number of accounts of this kind. */
  readonly accounts: number;
  /** The gravest lost goal, in words. */
  readonly lost: string;
  /** The same as data, for words in another language. */
  readonly codes: {
    readonly thief: string;
    readonly roles: readonly string[];
    readonly factors: readonly string[];
    readonly emergency: boolean;
    readonly before: readonly string[];
    readonly after: readonly string[];
  };
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

/** An account that signs in with its factors under the new policy alone. */
export interface FreedEntry {
  /** The account. */
  readonly accountId: string;
  /** The account's first identifier. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
  readonly email?: string;
}

/** The accounts that a change of the policy affects. */
export interface Impact {
  /** Every member that differs from the policy in force. */
  readonly rules: readonly ChangedRule[];
  /** The moves between groups; accounts that stay in their group are not counted. */
  readonly moves: readonly StandingMove[];
  /** The number of accounts that have to set up a factor under both policies, where other factors are enough under the new policy. */
  readonly setUpChanges: number;
  /** The number of accounts that sign in under both policies, and with less under the new policy: the new policy requires less strength of them, and asks for proofs that are not enough under the policy in force. Ways in, limits of sessions and the trust in providers are not compared. */
  readonly askedForLess: number;
  /** The number of accounts that sign in under both policies, and with more under the new policy, counted as `askedForLess`. */
  readonly askedForMore: number;
  /** The number of accounts that sign in with their factors. */
  readonly unaffected: number;
  /** The number of accounts that have to set up a factor at the next sign-in. */
  readonly mustEnroll: number;
  /** The number of accounts that cannot sign in without an administrator. */
  readonly stranded: number;
  /** The accounts from each date of the new policy on that is still to come, if nobody sets anything up. Absent without dates. */
  readonly dates?: readonly ImpactOfDate[];
  /** The affected accounts on this page. */
  readonly accounts: readonly ImpactEntry[];
  /** The first 100 accounts, by name, that sign in with their factors under the new policy, and have to set up a factor or cannot sign in under the policy in force. On the first page, unless there are none. */
  readonly freed?: readonly FreedEntry[];
  /** Present if the policy concerns vaults. */
  readonly vaults?: VaultsImpact;
  /** In a preview: saving the policy would be refused with `policy-strands-administrators`. Absent otherwise. */
  readonly strandsAdministrators?: true;
  /** The thieves who reach more than before, at most 100: first on accounts that exist, then the worst first. On the first page of a preview. */
  readonly threats?: readonly WorseThreat[];
  /** The thieves who reach less than before, in the same order, at most 100. On the first page of a preview, unless there are none. */
  readonly betterThreats?: readonly BetterThreat[];
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
  /** The verified mailbox, if it is no identifier of the account. Otherwise absent. */
  readonly email?: string;
  /** `must-enroll`: sets up a factor at the next sign-in. `stranded`: cannot sign in without an administrator. */
  readonly impact: 'must-enroll' | 'stranded';
  /** The reasons, in words for an administrator. */
  readonly because: readonly Reason[];
  /** The account has to set up a factor under both policies, and other factors are enough under the new policy. */
  readonly setUpChanges?: true;
  /** Present if the account has no way in yet. `invited`: the person has not followed the link of an open invitation. `invitation-ended`: the link is not valid any more. `nothing-set-up`: there was no invitation. */
  readonly notBegun?: 'invited' | 'invitation-ended' | 'nothing-set-up';
  /** The account has a valid enrollment code of an administrator. */
  readonly hasCode?: true;
  /** The account is blocked. */
  readonly blocked?: true;
}

/** The accounts from a date of the new policy on. */
export interface ImpactOfDate {
  /** The date. ISO 8601, in UTC. */
  readonly from: string;
  /** The accounts that sign in with their factors from then on. */
  readonly unaffected: number;
  /** The accounts that have to set up a factor from then on. */
  readonly mustEnroll: number;
  /** The accounts that cannot sign in without an administrator from then on. */
  readonly stranded: number;
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
  readonly shadow?: PolicyShadow;
  /** The policy of the app whose rules hold under every policy of the tenant: where both have a rule, the stricter one applies. Fixed: `PUT` does not change it. In `GET /admin/policy` alone. */
  readonly floor?: Readonly<Record<string, unknown>>;
}

/** The JSON of `definePolicy`. `PUT` checks the document. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** A draft that runs in the shadow of the version, without an effect. */
export interface PolicyShadow {
  /** When the draft began to run. ISO 8601, in UTC. */
  readonly since: string;
  /** The author's words on the draft. */
  readonly note?: string;
}

export interface PolicyVersions {
  readonly versions: readonly Policy[];
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

export interface RoleSource {
  readonly role: string;
}

/** A draft that runs in the shadow of the policy in force, without an effect. */
export interface Shadow {
  /** The draft as it was sent. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** The version of the policy in whose shadow the draft runs. */
  readonly version: number;
  /** When the draft began to run. ISO 8601, in UTC. */
  readonly since: string;
  /** Who began, as `changedBy` of a policy. */
  readonly by: string;
  /** The author's words on the draft. */
  readonly note?: string;
}

/** What the draft in the shadow would have done since it began to run. */
export interface ShadowReport {
  /** The draft as it was sent. */
  readonly policy: Readonly<Record<string, unknown>>;
  /** The version of the policy in whose shadow the draft runs. */
  readonly version: number;
  /** When the draft began to run. ISO 8601, in UTC. */
  readonly since: string;
  /** Who began, as `changedBy` of a policy. */
  readonly by: string;
  /** The author's words on the draft. */
  readonly note?: string;
  /** False: the draft does not fit the app as it is now, so that nothing is found. */
  readonly isJudged: boolean;
  /** The sign-ins since then. */
  readonly signIns: number;
  /** The people whom the draft would have asked for more. */
  readonly askedForMore: number;
  /** The people to whom the draft would have left no way in. */
  readonly denied: number;
  /** The people whom the draft would have granted with less. */
  readonly letOff: number;
  /** False: there are more than 5,000 entries, and the numbers count the newest 5,000. */
  readonly isWhole: boolean;
  /** The rule with the most people first. */
  readonly rules: readonly ShadowRule[];
  /** The last found first, 50 a page. Each person once for an effect. */
  readonly people: readonly ShadowedPerson[];
  /** The names of the accounts, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** The cursor of the next page; absent on the last page. */
  readonly next?: string;
}

/** A rule that makes the difference, in words for an administrator. */
export interface ShadowRule {
  /** `asked-for-more`: the policy in force granted, and the draft would have asked for a further proof or a set-up. `denied`: the policy in force granted, and the draft would have left no way in. `let-off`: the draft would have granted what the policy in force did not grant at that moment. */
  readonly effect: 'asked-for-more' | 'denied' | 'let-off';
  readonly because: Reason;
  /** The number of people. */
  readonly people: number;
}

/** Somebody for whom the draft would have decided otherwise. */
export interface ShadowedPerson {
  /** Of a deleted account, its pseudonym in the log. */
  readonly accountId: string;
  /** `asked-for-more`: the policy in force granted, and the draft would have asked for a further proof or a set-up. `denied`: the policy in force granted, and the draft would have left no way in. `let-off`: the draft would have granted what the policy in force did not grant at that moment. */
  readonly effect: 'asked-for-more' | 'denied' | 'let-off';
  /** The first time. ISO 8601, in UTC. */
  readonly at: string;
  /** `request`: a request of a session. */
  readonly occasion: 'sign-in' | 'step-up' | 'request';
  /** The rules that make the difference. */
  readonly because: readonly Reason[];
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
  /** The number of accounts of this kind. */
  readonly accounts: number;
  /** The acts that lead to the gravest new goal, in order. */
  readonly chain: string;
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
