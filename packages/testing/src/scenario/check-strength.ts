import { nearestName, type Policy, type StrengthName } from '@sallyport/core';
import { ScenarioMisused } from './scenario-error.ts';

/**
 * Checks the name of a strength that a test wrote.
 *
 * @throws ScenarioMisused with the name most likely meant, if the policy has no strength of this name
 */
export function checkStrength({ strengths }: Policy, written: StrengthName): void {
  const names = strengths.map(({ name }) => name);
  if (names.includes(written)) return;
  const meant = nearestName(written, names);
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean '${meant}'?`;
  throw new ScenarioMisused(`the policy has no strength '${written}'; ${hint}`);
}
