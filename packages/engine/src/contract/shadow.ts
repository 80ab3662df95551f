import type { Instant, ShadowEffect } from '@sallyport/core';
import type { PolicyDocument } from '@sallyport/store';
import type { WordedReason } from './flow.ts';

/** A draft that runs in the shadow of the policy in force: judged beside it, without an effect. */
export interface ShadowView {
  /** The draft as a JSON document. */
  readonly policy: PolicyDocument;
  /** The version of the policy in whose shadow the draft runs. */
  readonly version: number;
  /** When the draft began to run. Epoch milliseconds. */
  readonly since: Instant;
  /** Who began: the id of an account, or host code by its name: `host:deployment 42`. */
  readonly by: string;
  /** The author's words, if the author gave any. */
  readonly note?: string;
}

/** Somebody for whom the draft would have decided otherwise. */
export interface ShadowedPerson {
  /** The id of the account. Of a deleted account, its pseudonym in the log. */
  readonly accountId: string;
  /** What the draft would have done otherwise. */
  readonly effect: ShadowEffect;
  /** The first time. Epoch milliseconds. */
  readonly at: Instant;
  /** `request`: a request of a session, as a route's `require` asks. */
  readonly occasion: 'sign-in' | 'step-up' | 'request';
  /** The rules that make the difference, at most 5: of the draft, or for `let-off` of the policy in force. */
  readonly because: readonly WordedReason[];
}

/** A rule, and how many people meet it. */
export interface ShadowRule {
  /** What the draft would have done otherwise by this rule. */
  readonly effect: ShadowEffect;
  /** The rule: of the draft, or for `let-off` of the policy in force. */
  readonly because: WordedReason;
  /** The number of people. */
  readonly people: number;
}

/** What a draft in the shadow would have done since it began to run. Each person counts once for an effect. */
export interface ShadowReport extends ShadowView {
  /** `false`: the draft does not fit the app as it is now, so that nothing is found. */
  readonly isJudged: boolean;
  /** The number of sign-ins since then. */
  readonly signIns: number;
  /** The number of people whom the draft would have asked for a further proof, or to set up a factor. */
  readonly askedForMore: number;
  /** The number of people to whom the draft would have left no way in. */
  readonly denied: number;
  /** The number of people whom the draft would have granted what the policy in force did not grant at that moment. */
  readonly letOff: number;
  /** `false`: there are more than 5,000 entries, and the numbers count the newest 5,000. */
  readonly isWhole: boolean;
  /** The rules that make the differences, the rule with the most people first. */
  readonly rules: readonly ShadowRule[];
  /** The people, the last found first, 50 a page. */
  readonly people: readonly ShadowedPerson[];
  /** The names of the accounts in `people`, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** The `cursor` of the next page. Absent on the last page. */
  readonly next?: string;
}
