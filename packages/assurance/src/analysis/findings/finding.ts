import type { AccountFactors, Decision, Evidence } from '@sallyport/core';

/** The code of a finding about a policy as a whole. */
export type FindingCode =
  /** No account without a role can ever sign in, because the tenant's own rule cannot be satisfied. */
  | 'nobody-can-sign-in'
  /** No account with this role can ever sign in. */
  | 'role-locked-out'
  /** An account can sign in with each role alone, but never with all these roles. */
  | 'roles-exclude-each-other'
  /** A sign-in is stuck: no proof that is asked for, or no proof at all, leads on. */
  | 'dead-end'
  /** A way in is allowed, but people without another way in can neither sign in nor set up a missing factor. */
  | 'way-in-leads-nowhere'
  /** Only accounts that already have a second factor can sign in. A new account never can. */
  | 'cannot-begin'
  /** Every new account waits for an administrator's enrollment code. */
  | 'only-by-vouching'
  /** A provider creates accounts that cannot begin if the provider asserts nothing about the sign-in. */
  | 'provider-cannot-begin'
  /** No role may change the policy. */
  | 'no-administrators'
  /** No policy administrator can ever sign in. */
  | 'administrators-locked-out'
  /** Policy administrators can sign in, but can never satisfy the strength for administration. */
  | 'administrators-cannot-administer'
  /** No new account could become a policy administrator who signs in. */
  | 'administrators-cannot-begin'
  /** Policy administrators need an enrollment code, and only policy administrators could issue the code. */
  | 'administrators-need-vouching'
  /** Policy administrators sign in only by a provider, or administer only by a provider's assertion. */
  | 'administrators-depend-on-provider'
  /** A role under `administrators` has no rule in the policy. */
  | 'administrator-role-unknown'
  /** Removing the rule changes no decision and no session. For an option: removing the option changes no sign-in. */
  | 'rule-never-matters'
  /** A person who holds an owner's mailbox, and has no other knowledge, can sign in or set up a factor. */
  | 'mailbox-alone'
  /** A stronger proof loses a grant that a weaker proof has, or a stricter rule grants a sign-in that a laxer rule refuses. */
  | 'non-monotone'
  /** No factor or assertion can satisfy this strength. */
  | 'unsatisfiable-strength'
  /** No factor or assertion can satisfy this combination of a strength. */
  | 'unsatisfiable-combination'
  /** No rule of the policy requires this strength; a route may. */
  | 'unused-strength'
  /** A delivered code is the only second factor beside a password (NIST SP 800-63B-4 §3.1.3.3). */
  | 'restricted-authenticator'
  /** A limit is legal, but so short or so strict that people at work are interrupted. */
  | 'hard-to-live-with'
  /** A stranger who guesses wrong on purpose keeps the owner of an account out for long. */
  | 'strangers-lock-out'
  /** A password alone signs in, and may be shorter than NIST SP 800-63B-4 §3.1.1.2 allows for such a password. */
  | 'short-passwords'
  /** The policy has a rule of composition for passwords, which NIST SP 800-63B-4 §3.1.1.2 forbids. */
  | 'composition-rule'
  /** Nobody with these roles can sign in in a context, although elsewhere such an account can. */
  | 'context-locks-out'
  /** No policy administrator can sign in in a context, although other people can. */
  | 'context-strands-administrators'
  /** If the host cannot tell the contexts of a request, every context applies, and nobody can sign in. */
  | 'context-unknown-refuses'
  /** Removing the context changes no sign-in. */
  | 'context-never-matters'
  /** A context asks people to set up a factor there, and a password and a mailbox open the set-up. */
  | 'context-enrolls'
  /** Nobody with these roles can enter an organisation, although such an account can sign in. */
  | 'organisation-locks-out'
  /** No role that may change the rule of an organisation can enter one, although other members can. */
  | 'organisation-strands-owners'
  /** The rule of a role in organisations asks for nothing that the rule of every organisation does not. */
  | 'organisation-never-matters'
  /** The analysis reached its limits and left cases out. */
  | 'not-exhaustive';

/** `error`: people cannot work under the policy. `warning`: probably a mistake. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * The smallest case of a finding: the fewest roles, then the fewest factors, then the fewest proofs. `evaluate` with `local:
 * true` gives the same decision for this account and these proofs.
 */
export interface Counterexample {
  /** The roles of the account. */
  readonly roles: readonly string[];
  /** The contexts of the request. Absent: none. */
  readonly contexts?: readonly string[];
  /** The roles in an organisation without a rule of its own (`defineOrganisation(policy, 'every', {})`) that the request enters. Absent: none. */
  readonly organisation?: readonly string[];
  /** The factors of the account. */
  readonly factors: AccountFactors;
  /** The proofs given, all at one time. */
  readonly evidence: readonly Evidence[];
  /** The decision that makes the case a finding. */
  readonly decision: Decision;
}

/** A defect or a remarkable property of a policy, with an account that shows it. */
export interface Finding {
  /** Stable. Callers branch on the code. */
  readonly code: FindingCode;
  /** How grave the finding is. */
  readonly severity: Severity;
  /** The finding in English, for the policy's author. */
  readonly message: string;
  /** The place in the policy, as a dotted path; absent: no particular place. */
  readonly path?: string;
  /** The date of the policy from which on this is so, as an ISO date with its time. Absent: before the first of its dates. */
  readonly from?: string;
  /** The smallest case that shows the finding. */
  readonly counterexample: Counterexample;
}
