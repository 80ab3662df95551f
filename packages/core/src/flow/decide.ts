import { type ConfirmedBy, confirmedBy } from '../decision/confirmed-by.ts';
import type { Decision } from '../decision/decision.ts';
import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { sessionEvidence } from '../strength/session-evidence.ts';
import type { Instant } from '../time/instant.ts';
import { evolve } from './evolve.ts';
import type { Command, Flow, FlowEvent } from './flow.ts';
import { type Grant, type GrantScope, issueGrant } from './grant.ts';

/** The committed state against which a command is decided. */
export interface FlowContext {
  /** The policy version in force when the command is decided. */
  readonly policy: Policy;
  /** The facts of the flow's account. For `enroll`, the facts with the new factor. */
  readonly account: AccountFacts;
  /** The time of the command, in milliseconds since 1970. */
  readonly now: Instant;
  /** The scope of a possible grant. */
  readonly scope: GrantScope;
  /**
   * The person asked for the local way in: `preferSso` does not redirect. Only the scenarios of `@sallyport/testing` set
   * `local`. The engine decides a flow only after a proof; but if the engine drops all evidence, because the factors are
   * gone, the decision may be a redirect.
   */
  readonly local?: boolean;
}

/** The result of a command: the flow after the command, and the decision about that flow. */
export interface Decided {
  /** The events in order, for a host's own log and for tests. The engine logs only what it commits. */
  readonly events: readonly FlowEvent[];
  /** The flow after the events. */
  readonly flow: Flow;
  /** The decision of `evaluate` about the evidence after the command, also after a failed proof. */
  readonly decision: Decision;
  /** The sign-ins at providers that count, if a further proof is needed. Absent: none counts. */
  readonly confirmedBy?: readonly ConfirmedBy[];
  /** Present exactly if the command led to a grant. A `fail` command never does. */
  readonly grant?: Grant;
}

/**
 * Decides the effect of a command on a flow. Pure. A failed proof leaves the flow unchanged.
 *
 * @throws RangeError if the flow has already ended: a caller that holds an ended flow has a bug.
 */
export function decide(flow: Flow, command: Command, context: FlowContext): Decided {
  if (flow.state !== 'open') throw new RangeError(`the flow is ${flow.state}`);
  const first = firstEvent(command);
  const proved = first === undefined ? flow : evolve(flow, first);
  const { evidence } = proved;
  const question: Question = {
    ...context,
    evidence,
    demand: flow.demand,
    isFirstSignIn: flow.purpose === 'sign-up',
  };
  const decision = evaluate(context.policy, question);
  const events: FlowEvent[] = first === undefined ? [] : [first];
  if (command.type === 'fail') return { events, flow: proved, decision };
  if (decision.outcome === 'granted') {
    const grant = issueGrant(context.scope, decision.strength, sessionEvidence(evidence), decision.because);
    const granted: FlowEvent = { type: 'granted', grant };
    return { events: [...events, granted], flow: evolve(proved, granted), decision, grant };
  }
  if (decision.outcome === 'denied' && command.type !== 'ask') events.push({ type: 'denied', reason: decision.reason });
  const confirmed = confirmedBy(context.policy, question, decision);
  return { events, flow: proved, decision, ...(confirmed.length > 0 && { confirmedBy: confirmed }) };
}

function firstEvent(command: Command): FlowEvent | undefined {
  switch (command.type) {
    case 'prove':
      return { type: 'factor-proved', evidence: command.evidence };
    case 'fail':
      return { type: 'factor-failed', method: command.method };
    case 'enroll':
      return { type: 'factor-enrolled', factor: command.factor, evidence: command.evidence };
    case 'ask':
      return undefined;
  }
}
