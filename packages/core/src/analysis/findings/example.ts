import type { AccountFactors } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { smallestGranted } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import type { Counterexample } from './finding.ts';

/** A counterexample with the policy's decision. */
export function exampleOf(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
  evidence: readonly Evidence[] = [],
): Counterexample {
  return { roles, factors, evidence, decision: survey.ask(roles, factors, evidence) };
}

/**
 * The smallest account that signs in with these roles, before any proof. For findings without a counterexample of their own.
 */
export function ordinaryExampleOf(survey: Survey, roles: readonly string[] = []): Counterexample {
  return exampleOf(survey, roles, smallestGranted(survey, roles)?.factors ?? { passkeys: [] });
}
