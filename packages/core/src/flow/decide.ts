import { sessionEvidence } from '../acts/set-up-by.ts';
import type { Decision } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Instant } from '../time/instant.ts';
import type { Command } from './command.ts';
import type { FlowEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { Flow } from './flow.ts';
import { type Grant, type GrantScope, issueGrant } from './grant.ts';

/** What a command is decided against: committed state, as it was read. */
export interface FlowContext {
  readonly policy: Policy;
  readonly account: AccountFacts;
  readonly now: Instant;
  /** What a grant would be for. */
  readonly scope: GrantScope;
  /**
   * The local way in was asked for: `preferSso` does not redirect. Of the scenarios of `@sallyport/testing`: the engine decides no flow
   * before something was proved in it. It leaves out evidence whose factor is gone, though: where that was all, the decision may redirect.
   */
  readonly local?: boolean;
}

export interface Decided {
  /** In the order in which they happened. For a host's own log, and for tests: the engine's log is of what it commits. */
  readonly events: readonly FlowEvent[];
  /** The flow after them. */
  readonly flow: Flow;
  readonly decision: Decision;
  /** Present exactly if the command led to a grant: never if the factor was wrong. */
  readonly grant?: Grant;
}

/**
 * Decides what a command does to a flow. Pure: facts in, events out. A failed factor leaves the flow as it was.
 *
 * @throws RangeError if the flow is over already: a caller that holds an ended flow has a bug.
 */
export function decide(flow: Flow, command: Command, context: FlowContext): Decided {
  if (flow.state !== 'open') throw new RangeError(`the flow is ${flow.state}`);
  const first = firstEvent(command);
  const proved = first === undefined ? flow : evolve(flow, first);
  const { account, now, local = false } = context;
  const { evidence } = proved;
  const decision = evaluate(context.policy, { account, evidence, now, local, demand: flow.demand });
  const events: FlowEvent[] = first === undefined ? [] : [first];
  if (command.type === 'fail') return { events, flow: proved, decision };
  if (decision.outcome === 'granted') {
    const grant = issueGrant(context.scope, decision.strength, sessionEvidence(evidence), decision.because);
    const granted: FlowEvent = { type: 'granted', grant };
    return { events: [...events, granted], flow: evolve(proved, granted), decision, grant };
  }
  if (decision.outcome === 'denied' && command.type !== 'ask') events.push({ type: 'denied', reason: decision.reason });
  return { events, flow: proved, decision };
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
