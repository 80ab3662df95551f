import type { Reason } from '../policy/reason.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import type { Instant } from '../time/instant.ts';

/**
 * The decision on a sign-in: whether the evidence is strong enough for the account now, and if not, which proofs or set-ups
 * are missing.
 */
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
  /** The strongest built-in strength that the evidence satisfies, for display: custom strengths have no order. */
  readonly strength: BuiltInStrength;
  readonly because: readonly Reason[];
}

export interface FactorRequired {
  readonly outcome: 'factor-required';
  /** The account's methods that the policy allows and that lead toward `toward`. */
  readonly accept: readonly Method[];
  /** The goal of the proof: a grant or, if no enrolled factor can satisfy the requirement, the set-up of a factor that can. */
  readonly toward: 'grant' | 'enrollment';
  readonly because: readonly Reason[];
}

export interface Denied {
  readonly outcome: 'denied';
  /** `evaluate` never returns `locked`, because it counts no guesses. The scenarios of `@sallyport/testing` return `locked`. */
  readonly reason: 'locked' | 'blocked' | 'method-not-allowed' | 'no-way-in';
  /** For `locked`: the end of the lock. */
  readonly until?: Instant;
  readonly because: readonly Reason[];
}
