import type { BuiltInStrength } from '../strength/built-in-strength.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Instant } from '../time/instant.ts';

export type { BuiltInStrength };

/** Who asked: the tenant, one of the account's roles, the account itself, or the route that is being opened. */
export type ReasonSource = 'tenant' | 'account' | 'route' | { readonly role: string };

/** Why, as data. `explain` words it; callers branch on `code`. */
export type ReasonCode =
  /** A strength is required; `params.strength` names it, `satisfiedBy` lists the combinations that would do. */
  | 'strength-required'
  /** The ways in are restricted to `params.methods`. */
  | 'methods-restricted'
  /** Nothing the account has can satisfy what is required. */
  | 'nothing-enrolled-satisfies'
  /** Before a factor may be set up, one more proof is needed: any of `satisfiedBy`. */
  | 'enrollment-needs-proof'
  /** Only an administrator's enrollment code opens the set-up of a first factor here. */
  | 'enrollment-needs-vouching'
  /** The account is blocked. */
  | 'account-blocked'
  /** Sign-in goes to the provider `params.provider` unless the local way is asked for. */
  | 'sso-preferred'
  /** The proof has to be fresh: at most `params.within` milliseconds old. */
  | 'recent-proof-required'
  /** The mailbox proves one thing only: the code would prove what is already resting on it. */
  | 'same-mailbox';

export interface Reason {
  readonly code: ReasonCode;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly source: ReasonSource;
  readonly satisfiedBy?: readonly (readonly string[])[];
}

/** The four built-in strengths by name, or one of the policy's own. */
export type StrengthName = BuiltInStrength | (string & {});

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
