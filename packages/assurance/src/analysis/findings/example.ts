import type { AccountFactors, Evidence } from '@sallyport/core';
import { grantedWith, smallestGranted } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import type { Counterexample } from './finding.ts';

export function exampleOf(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
  evidence: readonly Evidence[] = [],
): Counterexample {
  const { contexts, organisation } = survey;
  const decision = survey.ask(roles, factors, evidence);
  return { roles, ...(contexts.length > 0 && { contexts }), organisation, factors, evidence, decision };
}

/** @param granted the account has the smallest set of factors that signs in with these roles */
export function ordinaryExampleOf(
  survey: Survey,
  roles: readonly string[] = [],
  granted: readonly string[] = roles,
): Counterexample {
  return exampleOf(survey, roles, smallestGranted(survey, granted)?.factors ?? { passkeys: [] });
}

/** The account with the fewest factors that signs in elsewhere. */
export function elsewhereGranted(survey: Survey, there: Survey, roles: readonly string[]): Counterexample {
  const factors = smallestGranted(survey, roles)?.factors ?? { passkeys: [] };
  const evidence = grantedWith(survey, roles, factors);
  return exampleOf(there, roles, factors, evidence);
}
