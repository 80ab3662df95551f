import type { AccountFacts, Decision, Evidence, Instant } from '@sallyport/core';
import type { DecisionTrace } from '../scenario/proof.ts';

/** The value that the matchers accept: a decision, or an object with a `decision`, such as the result of `decide` or of a scenario. */
export type Decided = Decision | Carrier;

interface Carrier {
  readonly decision: Decision;
  readonly account?: AccountFacts;
  readonly evidence?: readonly Evidence[];
  readonly now?: Instant;
}

export function traceOf(received: unknown): DecisionTrace {
  if (isDecision(received)) return { decision: received };
  if (isCarrier(received)) return received;
  throw new TypeError('this matcher takes a decision: of evaluate(…), decide(…) or a scenario');
}

function isDecision(value: unknown): value is Decision {
  return isObject(value) && 'outcome' in value && 'because' in value && Array.isArray(value.because);
}

function isCarrier(value: unknown): value is Carrier {
  return isObject(value) && 'decision' in value && isDecision(value.decision);
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
