import type {
  AccountForPreview,
  BetterThreatRow,
  ChangedRule,
  DatePreview,
  StandingMove,
  ThreatPreviewRow,
  VaultsPreview,
} from '@sallyport/assurance';
import type { EnrollableMethod, Instant, ShadowEffect, StrengthName } from '@sallyport/core';
import type { PolicyDocument } from '@sallyport/store';
import type { AccountRef, ActedBy } from './account-ref.ts';
import type { AcceptedMethod, WordedReason } from './flow.ts';
import type { NamedAccount } from './people-list.ts';
import type { RefusalOf } from './refusal-table.ts';
import type { ShadowReport, ShadowView } from './shadow.ts';

/** A version of a tenant's policy. */
export interface PolicyView {
  /** The policy as a JSON document. */
  readonly policy: PolicyDocument;
  /** Rises by one with each change. 0: the policy in the code, which the store does not have. */
  readonly version: number;
  /** Epoch milliseconds. 0 in version 0. */
  readonly changedAt: Instant;
  /** The id of the administrator's account, `system`, or host code by its name: `host:deployment 42`. */
  readonly changedBy: string;
  /** The author's words on the change, if the author gave any. */
  readonly note?: string;
  /** Present while a draft runs in the shadow of the version. */
  readonly shadow?: Pick<ShadowView, 'since' | 'note'>;
  /** With `policyFloor`: the policy in the code, whose rules hold under this policy. In the answer of `current` alone. */
  readonly floor?: PolicyDocument;
}

/** What a policy changes for the accounts of a tenant. The numbers count every account. `accounts` has one page. */
export interface ImpactView {
  /** The members that differ from the policy in force, each with its judgement: is the new policy weaker there? */
  readonly rules: readonly ChangedRule[];
  /** The numbers of accounts that leave a group for another group. */
  readonly moves: readonly StandingMove[];
  /**
   * The number of accounts that must set up a factor under both policies, where other factors are enough under the new policy: for example invited
   * accounts, if the new policy requires a second factor.
   */
  readonly setUpChanges: number;
  /**
   * The number of accounts that sign in under both policies, and with less under the new policy: the new policy requires less strength of them, and
   * asks for proofs that are not enough under the policy in force. Compares no ways in, no limits of sessions and no trust in providers.
   */
  readonly askedForLess: number;
  /** The number of accounts that sign in under both policies, and with more under the new policy, counted as `askedForLess`. */
  readonly askedForMore: number;
  /** The number of accounts that can sign in with the factors that they have. */
  readonly unaffected: number;
  /** The number of accounts that must set up a factor at their next sign-in. */
  readonly mustEnroll: number;
  /** The number of accounts that could not sign in alone: they need an administrator's enrollment code, or cannot sign in at all. */
  readonly stranded: number;
  /** The same three numbers for each date of the new policy that is still to come, if nobody sets anything up until then. Absent without dates. */
  readonly dates?: readonly DatePreview[];
  /**
   * The affected accounts, 100 a page, with the reasons: first those that change group, then those that `setUpChanges` counts, then those for whom
   * nothing changes, each by name.
   */
  readonly accounts: readonly (NamedAccount & {
    impact: 'must-enroll' | 'stranded';
    because: readonly WordedReason[];
    /** `setUpChanges` counts the account. Otherwise absent. */
    setUpChanges?: true;
    /** Present if nobody can have signed in yet, because the account has no way in. */
    notBegun?: NotBegun;
    /** The account has a valid enrollment code of an administrator. Otherwise absent. */
    hasCode?: true;
    /** The account is blocked. Otherwise absent. */
    blocked?: true;
  })[];
  /**
   * The first 100 accounts, by name, that sign in with their factors under the new policy, and have to set up a factor or cannot sign in under the
   * policy in force. On the first page, unless there are none.
   */
  readonly freed?: readonly NamedAccount[];
  /** Present if the policy concerns vaults. */
  readonly vaults?: VaultsPreview;
  /**
   * Present if the preview names the author of the change, and `set` by this author would answer `policy-strands-administrators`. Asks the
   * rule of `set`, with the accounts of this moment.
   */
  readonly strandsAdministrators?: true;
  /**
   * The thieves who reach more than before, at most 100: first on accounts that exist, then the worst first. Present on the first page of a
   * preview. Absent if the comparison has no answer: `threatAnalysis` has the reason.
   */
  readonly threats?: readonly WorseThreatView[];
  /** The thieves who reach less than before, in the same order, at most 100. Absent if there are none. */
  readonly betterThreats?: readonly BetterThreatView[];
  /** Present on the first page of a preview, unless the host turned `previewThreats` off. */
  readonly threatAnalysis?: ThreatAnalysisView;
  /** The `cursor` of the next page. Absent on the last page. */
  readonly next?: string;
}

/**
 * Why an account has no way in yet.
 * - `invited`: the person has not followed the link of an open invitation.
 * - `invitation-ended`: the link of the invitation is not valid any more.
 * - `nothing-set-up`: the account was made without an invitation, or lost every way in.
 */
export type NotBegun = 'invited' | 'invitation-ended' | 'nothing-set-up';

/** The impact of a policy, compared with the policy in force. */
export interface ComparedImpact extends ImpactView {
  /**
   * The number of accounts that can sign in alone under the policy in force, and could not under the new policy: now, or from one of its dates on if
   * more could not then. Present if the preview was asked to compare.
   */
  readonly newlyStranded?: number;
  /** The date from which on `newlyStranded` accounts could not sign in alone, if nobody sets anything up until then. Absent: already now. */
  readonly newlyStrandedFrom?: Instant;
}

/** A thief who reaches more on a kind of account, in words for an administrator. */
export interface WorseThreatView extends ThreatPreviewRow {
  /** The number of accounts of this kind. */
  readonly accounts: number;
}

/** A thief who reaches less on a kind of account, in words for an administrator. */
export interface BetterThreatView extends BetterThreatRow {
  /** The number of accounts of this kind. */
  readonly accounts: number;
}

/** The state of the comparison of what thieves reach. */
export interface ThreatAnalysisView {
  /**
   * - `decided`: every search ended.
   * - `running`: the analysis runs. The same preview finds the answer later.
   * - `not-decided`: the analysis takes too long, or some searches did not end. The thieves in `threats` do reach more.
   * - `not-analysed`: the runtime starts no worker thread.
   */
  readonly state: 'decided' | 'running' | 'not-decided' | 'not-analysed';
  /** The number of thieves and kinds of accounts where the thief reaches more. */
  readonly more: number;
  /** The number of thieves and kinds of accounts where the thief reaches less. */
  readonly less: number;
  /** The number of thieves and kinds of accounts that no search decided. */
  readonly undecided: number;
}

/** An account of the tenant, the proofs that the person would give, and a policy. */
export type WhatIfAsked = AccountRef & {
  /**
   * The methods of the proofs, at most 20: `password`, `totp`, `passkey`. A word can say more: `passkey:ID` names one of several passkeys,
   * `sso:PROVIDER` one of several providers. `enrollment-code` is an administrator's one-time code.
   */
  readonly evidence: readonly string[];
  /** A draft. Absent: the policy in force. */
  readonly policy?: unknown;
};

/** The answer of a simulated sign-in. The reasons are in words for an administrator. */
export interface WhatIfView {
  /** As in the answers of a flow. `denied`: the sign-in would end with the problem in `code`. */
  readonly status: 'continue' | 'enroll' | 'redirect' | 'complete' | 'denied';
  /** The methods that would continue the sign-in. Present for `continue`. */
  readonly accept?: readonly AcceptedMethod[];
  /** The methods that the person could set up. Present for `enroll`. */
  readonly offer?: readonly { readonly method: EnrollableMethod }[];
  /** The provider to which the sign-in would go. Present for `redirect`. */
  readonly provider?: string;
  /** The built-in strength that the proofs satisfy. Present for `complete`. */
  readonly strength?: StrengthName;
  /** `account-blocked`, `method-not-allowed` or `no-way-in`. Present for `denied`. */
  readonly code?: string;
  /** The reasons of the decision. */
  readonly because: readonly WordedReason[];
}

/** The policies of the tenants. Reading and previewing need no name: the caller vouches for who may look. */
export interface Policies {
  /** The policy in force. Version 0 is the policy in the code, if the store has no policy. */
  current(tenant: string): Promise<PolicyView>;
  /** Every stored version, newest first, 50 a page. @throws MalformedQuery if `cursor` is not the `next` of a page */
  versions(
    tenant: string,
    page?: { readonly cursor?: string },
  ): Promise<{ readonly versions: readonly PolicyView[]; readonly next?: string }>;
  /**
   * Returns the impact of a policy on every account. Changes nothing. `malformed-input` names every problem and its place. Reads every
   * account of the tenant. `compare` also judges every account under the policy in force, for `newlyStranded`. `by` is the author of the
   * change, for `strandsAdministrators`. Answers `not-permitted` if `by` is a session of another tenant.
   * Throws `MalformedQuery` if `cursor` is not the `next` of a page.
   *
   * @example
   * ```ts
   * import { isRefusal } from '@sallyport/engine';
   *
   * const impact = await auth.policy.preview('default', { requiredStrength: 'enhanced' });
   * if (!isRefusal(impact) && impact.stranded > 0) console.warn(impact.accounts);
   * ```
   */
  preview(
    tenant: string,
    policy: unknown,
    asked?: Partial<ActedBy> & { readonly cursor?: string; readonly compare?: boolean },
  ): Promise<ComparedImpact | RefusalOf<'policy.preview'>>;
  /**
   * The facts of every account that a policy reads, in the order of the ids, without a secret and without a name: the input of
   * `previewPolicyChange` of `@sallyport/assurance`. Reads a page at a time, and keeps no account. An account that changes meanwhile comes
   * once, in its state of one moment.
   *
   * @throws SallyportConfigError `bad-tenant`
   * @throws StoreUnavailable from the loop, if the store does not answer
   * @example
   * ```ts
   * import { definePolicy } from '@sallyport/core';
   * import { previewPolicyChange } from '@sallyport/assurance';
   *
   * const to = definePolicy({ requiredStrength: 'enhanced' });
   * const { stranded } = await previewPolicyChange({ to, accounts: auth.policy.accounts('default') });
   * ```
   */
  accounts(tenant: string): AsyncIterable<AccountForPreview>;
  /**
   * Returns the answer that a person would get in a sign-in after these proofs, under the policy in force or under a draft. Has no effect: no change,
   * no count and no event. Locks and time limits are not considered. `malformed-input` names a proof that the account cannot give.
   *
   * @example
   * ```ts
   * const answer = await auth.policy.whatIf('default', { identifier: 'eve@example.org', evidence: ['password', 'email-code'] });
   * ```
   */
  whatIf(tenant: string, asked: WhatIfAsked): Promise<WhatIfView | RefusalOf<'policy.whatIf'>>;
  /**
   * Runs a draft in the shadow of the policy in force: every sign-in, every step-up and every check of a session is judged under the draft too, and the
   * draft's answer has no effect. `shadowReport` says what the draft would have done. Runs until `endShadow`, or until a policy is saved, and replaces
   * an earlier draft. The policy gets a next version with the same rules, so that every process learns of the draft. Of a tenant that has no stored policy
   * yet, this stores the policy of the code.
   *
   * A check of a session asks the draft what the check asks the policy in force. A draft whose `onTighten` acts on open sessions is also asked whether the
   * session would still hold. Acts of administration, and set-ups of factors, are not judged.
   *
   * @param input.ifVersion answers `precondition-failed` if another version is in force. Default: any version
   * @param input.note 1 to 500 characters, kept with the draft
   * @example
   * ```ts
   * import { hostCode, isRefusal } from '@sallyport/engine';
   *
   * const draft = { requiredStrength: 'enhanced' };
   * await auth.policy.shadow('default', draft, { by: hostCode('rollout') });
   * // Some days later:
   * const report = await auth.policy.shadowReport('default');
   * if (!isRefusal(report)) console.log(report.askedForMore, report.denied, report.letOff);
   * ```
   */
  shadow(
    tenant: string,
    policy: unknown,
    input: ActedBy & { readonly ifVersion?: number; readonly note?: string },
  ): Promise<ShadowView | RefusalOf<'policy.shadow'>>;
  /** Ends the shadow, as the next version with the same rules. Answers `not-found` if no draft runs. */
  endShadow(tenant: string, input: ActedBy): Promise<{ readonly version: number } | RefusalOf<'policy.endShadow'>>;
  /**
   * Returns what the draft in the shadow would have done since it began to run. Answers `not-found` if no draft runs.
   *
   * @param page.effect only people with this effect in `people`
   * @throws MalformedQuery if `cursor` is not the `next` of a page with the same `effect`, or `effect` is unknown
   */
  shadowReport(
    tenant: string,
    page?: { readonly cursor?: string; readonly effect?: ShadowEffect },
  ): Promise<ShadowReport | RefusalOf<'policy.shadowReport'>>;
  /**
   * Puts a policy in force as the next version, and returns its impact. Answers `precondition-failed` if the version in force is not
   * `ifVersion`. Answers `policy-strands-administrators` if somebody can change the policy now, and nobody could under the new policy.
   * `note`, 1 to 500 characters, is kept with the version and shown in `versions`.
   *
   * @example
   * ```ts
   * import { hostCode } from '@sallyport/engine';
   *
   * const { version } = await auth.policy.current('default');
   * const changed = await auth.policy.set('default', { requiredStrength: 'enhanced' }, { ifVersion: version, by: hostCode('deployment 42') });
   * ```
   */
  set(
    tenant: string,
    policy: unknown,
    input: ActedBy & { readonly ifVersion: number; readonly note?: string },
  ): Promise<(ImpactView & { readonly version: number }) | RefusalOf<'policy.set'>>;
}
