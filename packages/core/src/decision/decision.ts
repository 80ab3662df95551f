import type { Reason } from '../policy/reason.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import type { Instant } from '../time/instant.ts';

/** The answer to "is this sign-in strong enough, for this person, right now, and if not, what would make it so?" */
export type Decision =
  | Granted
  | FactorRequired
  | {
      readonly outcome: 'enrollment-required';
      readonly offer: readonly EnrollableMethod[];
      readonly because: readonly Reason[];
    }
  | { readonly outcome: 'redirect'; readonly provider: string; readonly because: readonly Reason[] }
  | Denied;

export interface Granted {
  readonly outcome: 'granted';
  /** The strongest built-in strength the evidence satisfies; for display, since strengths are not ordered. */
  readonly strength: BuiltInStrength;
  readonly because: readonly Reason[];
}

export interface FactorRequired {
  readonly outcome: 'factor-required';
  /** Exactly the methods the account has, the policy allows, and whose success leads toward `toward`. */
  readonly accept: readonly Method[];
  /** What the proof leads to: a grant, or, if nothing enrolled can satisfy the requirement, to setting up something that can. */
  readonly toward: 'grant' | 'enrollment';
  readonly because: readonly Reason[];
}

export interface Denied {
  readonly outcome: 'denied';
  /** Never `locked` from `evaluate`, which counts no guesses: so the scenarios of `@sallyport/testing` answer. */
  readonly reason: 'locked' | 'blocked' | 'method-not-allowed' | 'no-way-in';
  /** For `locked`: when it ends. */
  readonly until?: Instant;
  readonly because: readonly Reason[];
}
