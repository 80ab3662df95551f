import type { AccountFactors } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { smallestGranted } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import type { Counterexample } from './finding.ts';

/** The case, with what the policy says to it. */
export function exampleOf(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
  evidence: readonly Evidence[] = [],
): Counterexample {
  return { roles, factors, evidence, decision: survey.ask(roles, factors, evidence) };
}

/** The smallest account that signs in with these roles, before any proof: what a finding leaves as it is is shown by it. */
export function ordinaryExampleOf(survey: Survey, roles: readonly string[] = []): Counterexample {
  return exampleOf(survey, roles, smallestGranted(survey, roles)?.factors ?? { passkeys: [] });
}
