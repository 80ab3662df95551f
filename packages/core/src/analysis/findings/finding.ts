import type { Decision } from '../../decision/decision.ts';
import type { AccountFactors } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';

/** What can be wrong, or worth knowing, about a policy as a whole. */
export type FindingCode =
  /** No account without a role can ever sign in: the tenant's own rule cannot be satisfied. */
  | 'nobody-can-sign-in'
  /** Nobody who holds this role can ever sign in. */
  | 'role-locked-out'
  /** Each of these roles can sign in, all of them together never can. */
  | 'roles-exclude-each-other'
  /** A sign-in comes to a state in which nothing that is asked for, or nothing at all, leads on. */
  | 'dead-end'
  /** A way in is allowed, and people who have no other can neither sign in nor set up what is missing. */
  | 'way-in-leads-nowhere'
  /** Only accounts that have a second factor already can sign in: a new account never can. */
  | 'cannot-begin'
  /** Every new account waits for an administrator's enrollment code. */
  | 'only-by-vouching'
  /** No role may change the policy. */
  | 'no-administrators'
  /** No policy administrator can ever sign in. */
  | 'administrators-locked-out'
  /** Policy administrators sign in, and never prove what administration takes. */
  | 'administrators-cannot-administer'
  /** No new account could become a policy administrator that signs in. */
  | 'administrators-cannot-begin'
  /** Policy administrators need an enrollment code, and only they could issue it. */
  | 'administrators-need-vouching'
  /** Policy administrators come in by a provider alone, or administer by a word of a provider alone. */
  | 'administrators-depend-on-provider'
  /** A role that administers is one that the policy has no rule for. */
  | 'administrator-role-unknown'
  /** Taking this rule away changes no decision and no session; of an option, no sign-in. */
  | 'rule-never-matters'
  /** What somebody reaches who holds a person's mailbox and knows nothing else. */
  | 'mailbox-alone'
  /** A stronger proof loses what a weaker one is granted, or a stricter rule grants what a laxer one refuses. */
  | 'non-monotone'
  /** Nothing that can be set up or asserted satisfies this strength. */
  | 'unsatisfiable-strength'
  /** Nothing that can be set up or asserted satisfies this combination of a strength. */
  | 'unsatisfiable-combination'
  /** No rule of the policy asks for this strength; a route may. */
  | 'unused-strength'
  /** A code that is delivered to the person is all that stands beside a password (NIST SP 800-63B-4 §3.1.3.3). */
  | 'restricted-authenticator'
  /** A limit is legal, and so short or so strict that it interrupts the people it is for. */
  | 'hard-to-live-with'
  /** A stranger who guesses wrong on purpose keeps an account's owner out for long. */
  | 'strangers-lock-out'
  /** The limits of the analysis were reached: what they leave out was not gone through. */
  | 'not-exhaustive';

export type Severity = 'error' | 'warning' | 'info';

/**
 * The smallest case that shows a finding: the fewest roles, then the fewest factors, then the fewest proofs.
 * `evaluate` says the same to this account and these proofs, with `local: true`.
 */
export interface Counterexample {
  readonly roles: readonly string[];
  readonly factors: AccountFactors;
  readonly evidence: readonly Evidence[];
  readonly decision: Decision;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** In English, for an administrator. */
  readonly message: string;
  /** Where in the policy, as a dotted path; absent: nowhere in particular. */
  readonly path?: string;
  readonly counterexample: Counterexample;
}
