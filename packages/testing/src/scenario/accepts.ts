import { type Decision, PRIMARY_METHODS } from '@sallyport/core';
import type { Provable } from './act.ts';
import type { World } from './world.ts';

const OPENERS: readonly Provable[] = [...PRIMARY_METHODS, 'reset-token'];

/** The methods that the flow accepts next, as in the engine. Other methods are neither checked nor counted. */
export function accepts({ flow, decision }: World): readonly Provable[] {
  return flow.purpose === 'sign-in' && flow.evidence.length === 0 ? OPENERS : acceptsAfter(decision);
}

function acceptsAfter(decision: Decision): readonly Provable[] {
  if (decision.outcome === 'factor-required')
    return decision.toward === 'enrollment' ? [...decision.accept, 'enrollment-code'] : decision.accept;
  return decision.outcome === 'denied' && decision.reason === 'no-way-in' ? ['enrollment-code'] : [];
}
