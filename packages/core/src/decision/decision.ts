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

/** The evidence is enough: the engine makes or raises a session. */
export interface Granted {
  /** Tells the decisions apart. */
  readonly outcome: 'granted';
  /** The strongest built-in strength that the evidence satisfies, for display: custom strengths have no order. */
  readonly strength: BuiltInStrength;
  /** The requirements that the evidence satisfies, with their contributors. */
  readonly because: readonly Reason[];
}

/** A further proof is needed, and the account has a method for the proof. */
export interface FactorRequired {
  /** Tells the decisions apart. */
  readonly outcome: 'factor-required';
  /** The account's methods that the policy allows and that lead toward `toward`. */
  readonly accept: readonly Method[];
  /** The goal of the proof: a grant or, if no enrolled factor can satisfy the requirement, the set-up of a factor that can. */
  readonly toward: 'grant' | 'enrollment';
  /** All requirements of the account, also those that the evidence already satisfies. */
  readonly because: readonly Reason[];
}

/**
 * No proof of the account leads to a grant or to a set-up. For `no-way-in`, an administrator's enrollment code may still lead on, and the
 * engine keeps the flow open for such a code.
 */
export interface Denied {
  /** Tells the decisions apart. */
  readonly outcome: 'denied';
  /** `evaluate` never returns `locked`, because it counts no guesses. The scenarios of `@sallyport/testing` return `locked`. */
  readonly reason: 'locked' | 'blocked' | 'method-not-allowed' | 'no-way-in';
  /** For `locked`: the end of the lock. */
  readonly until?: Instant;
  /** The rules that deny; empty for `locked`. */
  readonly because: readonly Reason[];
}
