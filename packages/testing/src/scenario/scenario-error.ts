import type { Decision } from '@sallyport/core';
import { type DecisionTrace, disappointment } from './proof.ts';

/** Thrown if a scenario does not end as expected. The message is the complete proof of the actual decision. */
export class ScenarioFailed extends Error {
  /** Always `scenario-failed`. */
  readonly code = 'scenario-failed';
  /** The actual decision. */
  readonly decision: Decision;

  constructor(expected: string, trace: DecisionTrace) {
    super(disappointment(expected, trace));
    this.name = 'ScenarioFailed';
    this.decision = trace.decision;
  }
}

/** Thrown if a scenario is impossible: the account lacks the method, or the flow is already over. */
export class ScenarioMisused extends Error {
  /** Always `scenario-misused`. */
  readonly code = 'scenario-misused';

  constructor(message: string) {
    super(message);
    this.name = 'ScenarioMisused';
  }
}

/** The flow was granted before all acts happened. The expectations are compared first, because a policy that grants too early is what a test looks for. */
export class FlowOver extends ScenarioMisused {
  constructor() {
    super('the flow is granted and over: go on with opensSignIn() or stepsUp(…)');
  }
}
