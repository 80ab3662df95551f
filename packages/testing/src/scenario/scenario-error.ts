import type { Decision } from '@sallyport/core';
import { type DecisionTrace, disappointment } from './proof.ts';

/** A scenario did not end as expected. The message is the whole proof of what it came to instead. */
export class ScenarioFailed extends Error {
  readonly code = 'scenario-failed';
  readonly decision: Decision;

  constructor(expected: string, trace: DecisionTrace) {
    super(disappointment(expected, trace));
    this.name = 'ScenarioFailed';
    this.decision = trace.decision;
  }
}

/** A scenario that cannot happen: it shows what the account does not have, or goes on where it is over. */
export class ScenarioMisused extends Error {
  readonly code = 'scenario-misused';

  constructor(message: string) {
    super(message);
    this.name = 'ScenarioMisused';
  }
}
