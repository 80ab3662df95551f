import type { Policy } from '../policy/policy.ts';
import { findStrandedAdministrators } from './findings/administrators.ts';
import { findBeginnings } from './findings/beginnings.ts';
import { findDeadEnds } from './findings/dead-ends.ts';
import { ordinaryExampleOf } from './findings/example.ts';
import type { Finding, Severity } from './findings/finding.ts';
import { findIdleRules } from './findings/idle-rules.ts';
import { findLimits } from './findings/limits.ts';
import { findLockedOut, signInOf } from './findings/locked-out.ts';
import { findMailboxReach } from './findings/mailbox.ts';
import { findNonMonotone } from './findings/non-monotone.ts';
import { findRestricted } from './findings/restricted.ts';
import { findStrengths } from './findings/strengths.ts';
import { AS_EVALUATE, type Judge, type Survey, type SurveyLimits, survey } from './world/survey.ts';

/** What was found by going through a policy, and how far that went. */
export interface Verification {
  /** The graver ones first. */
  readonly findings: readonly Finding[];
  /** There are neither errors nor warnings. */
  readonly ok: boolean;
  readonly world: {
    /** The roles the policy has rules for. */
    readonly roles: number;
    /** The different things that sets of them ask for. */
    readonly rules: number;
    /** The different things that an account can have. */
    readonly factorSets: number;
    /** How many decisions were asked for. */
    readonly decisions: number;
    /** Nothing of the world was left out. */
    readonly complete: boolean;
  };
}

/** How far {@link verifyPolicy} goes. Without limits it goes through every combination, as far as 200 000 decisions. */
export type VerifyOptions = SurveyLimits;

/**
 * Goes through every set of roles of a policy, everything an account can have and every order of proofs, and reports what is wrong or
 * worth knowing, each with the smallest case that shows it. Sets of roles that ask for the same are looked at once.
 *
 * The world is bounded: a password or LDAP, every provider, passkeys of every kind that the policy tells apart, TOTP, a mailbox,
 * delivered codes of the host's and backup codes; providers say the best that the policy listens to, one thing at a time.
 * An account's own rules, emergency accounts and time are not in it.
 */
export function verifyPolicy(policy: Policy, options: VerifyOptions = {}): Verification {
  return verifyBy(policy, options, AS_EVALUATE);
}

/** The same, for whatever answers instead of `evaluate`: a test shows by it that a wrong evaluator is found out. */
export function verifyBy(policy: Policy, options: VerifyOptions, judge: Judge): Verification {
  const world = survey(policy, options, judge);
  const can = signInOf(world);
  const found = [
    ...findLockedOut(world),
    ...findDeadEnds(world, can),
    ...findBeginnings(world, can),
    ...findStrandedAdministrators(world, can),
    ...findStrengths(world),
    ...findIdleRules(world),
    ...findNonMonotone(world),
    ...findMailboxReach(world),
    ...findRestricted(world),
    ...findLimits(world),
  ];
  const findings = [...found, ...notExhaustive(world)].sort(
    (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity),
  );
  return {
    findings,
    ok: findings.every(({ severity }) => severity === 'info'),
    world: {
      roles: policy.roles.size,
      rules: world.rules.length,
      factorSets: world.factorSets.length,
      ...world.extent(),
    },
  };
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

function notExhaustive(world: Survey): Finding[] {
  const { complete, decisions } = world.extent();
  if (complete) return [];
  const message = `The policy was not gone through whole: after ${decisions} decisions over ${world.rules.length} rules the limits were reached. What was found holds; what was not found may still be there.`;
  return [{ code: 'not-exhaustive', severity: 'warning', message, counterexample: ordinaryExampleOf(world) }];
}
