import type { Instant, Policy } from '@sallyport/core';
import { AT } from '@sallyport/core/model';
import { findStrandedAdministrators } from './findings/administrators.ts';
import { findBeginnings, findProviderBeginnings } from './findings/beginnings.ts';
import { findContexts } from './findings/contexts.ts';
import { findIdleDates, foundFrom, policiesByDate } from './findings/dates.ts';
import { findDeadEnds } from './findings/dead-ends.ts';
import { ordinaryExampleOf } from './findings/example.ts';
import type { Finding, Severity } from './findings/finding.ts';
import { findIdleRules } from './findings/idle-rules.ts';
import { findLimits } from './findings/limits.ts';
import { findLockedOut, signInOf } from './findings/locked-out.ts';
import { findMailboxReach } from './findings/mailbox.ts';
import { findNonMonotone } from './findings/non-monotone.ts';
import { findOrganisations } from './findings/organisations.ts';
import { findPasswords } from './findings/passwords.ts';
import { findRestricted } from './findings/restricted.ts';
import { findStrengths } from './findings/strengths.ts';
import { AS_EVALUATE, type Judge, type Survey, type SurveyLimits, survey } from './world/survey.ts';

/** The findings about a policy, and the extent of the analysis. */
export interface Verification {
  /** Errors first, then warnings, then infos. */
  readonly findings: readonly Finding[];
  /** The findings contain neither errors nor warnings. */
  readonly ok: boolean;
  /** The size of the searched world. */
  readonly world: {
    /** The number of roles with a rule. */
    readonly roles: number;
    /** The number of different rules of sets of roles. */
    readonly rules: number;
    /** The number of different sets of factors. */
    readonly factorSets: number;
    /** The number of decisions. */
    readonly decisions: number;
    /** The analysis left nothing out. */
    readonly complete: boolean;
  };
}

/** The limits of {@link verifyPolicy}. Default: all sets of roles, up to 4096 rules and 200 000 decisions. */
export type VerifyOptions = SurveyLimits;

/**
 * Tries every set of roles of a policy, every set of contexts, every set of roles in an organisation, every set of factors and every order of proofs, before the first date of the policy and
 * from each date on. Reports errors and noteworthy properties, with the smallest counterexample for each. Sets of roles with equal rules are tried once.
 *
 * The analysis covers a password or LDAP, every provider, every kind of passkey that the policy distinguishes, TOTP, a
 * mailbox, delivered codes of the host and backup codes. Providers make their best assertions, one at a time. The analysis
 * does not cover accounts' own rules, emergency accounts and the age of proofs.
 *
 * @example
 * ```ts
 * import { definePolicy } from '@sallyport/core';
 * import { verifyPolicy } from '@sallyport/assurance';
 *
 * const { ok, findings } = verifyPolicy(definePolicy({ roles: { admin: { requiredStrength: 'enhanced' } } }));
 * if (!ok) throw new Error(findings.map(({ message }) => message).join('\n'));
 * ```
 */
export function verifyPolicy(policy: Policy, options: VerifyOptions = {}): Verification {
  return verifyBy(policy, options, AS_EVALUATE);
}

/** Tests use a wrong evaluator to show that the analysis detects it. */
export function verifyBy(policy: Policy, options: VerifyOptions, judge: Judge): Verification {
  const present = verifyOnce(policy, options, judge);
  const findings = [...present.findings];
  let { decisions, complete } = present.world;
  for (const { from, policy: then } of policiesByDate(policy)) {
    const found = verifyOnce(then, options, judge, from);
    findings.push(...foundFrom(from, findings, found.findings));
    decisions += found.world.decisions;
    complete &&= found.world.complete;
  }
  return verification(findings, { ...present.world, decisions, complete });
}

function verification(found: readonly Finding[], world: Verification['world']): Verification {
  const findings = found.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
  return { findings, ok: findings.every(({ severity }) => severity === 'info'), world };
}

function verifyOnce(policy: Policy, options: VerifyOptions, judge: Judge, now: Instant = AT): Verification {
  const world = survey(policy, options, judge);
  const can = signInOf(world);
  const found = [
    ...findLockedOut(world),
    ...findDeadEnds(world, can),
    ...findBeginnings(world, can),
    ...findProviderBeginnings(world),
    ...findStrandedAdministrators(world, can),
    ...findStrengths(world),
    ...findIdleRules(world),
    ...findNonMonotone(world),
    ...findMailboxReach(world),
    ...findRestricted(world),
    ...findLimits(world),
    ...findPasswords(world),
    ...findContexts(world, can, options),
    ...findOrganisations(world, can, { ...options, now }),
    ...findIdleDates(world),
  ];
  return verification([...found, ...notExhaustive(world)], {
    roles: policy.roles.size,
    rules: world.rules.length,
    factorSets: world.factorSets.length,
    ...world.extent(),
  });
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

function notExhaustive(world: Survey): Finding[] {
  const { complete, decisions } = world.extent();
  if (complete) return [];
  const message = `The policy was not gone through whole: after ${decisions} decisions over ${world.rules.length} rules the limits were reached. What was found holds; what was not found may still be there.`;
  return [{ code: 'not-exhaustive', severity: 'warning', message, counterexample: ordinaryExampleOf(world) }];
}
