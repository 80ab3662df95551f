import { betterThreatRows, previewThreats, type ThreatHost, ThreatMemory, threatRows } from '@sallyport/assurance';
import { type Policy, policyIn } from '@sallyport/core';
import { contextsOf } from '../terminal/in-contexts.ts';
import type { ThreatsOfPlace } from './report.ts';

/** The accounts and thieves of both tables are the same, so that a cell differs by the rules of the place alone. */
export function threatsByPlace(policy: Policy, host: ThreatHost | undefined): readonly ThreatsOfPlace[] {
  const names = contextsOf(policy);
  const memory = new ThreatMemory();
  const sets = [...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
  return sets.map((contexts) => {
    const change = previewThreats({ from: policy, to: policyIn(policy, { contexts }), host, memory });
    return { contexts, more: threatRows(change), less: betterThreatRows(change), undecided: change.undecided };
  });
}
