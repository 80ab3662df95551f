import {
  type AccountFacts,
  type AttemptCounter,
  type Command,
  type Decision,
  decide,
  type Evidence,
  type Flow,
  type Instant,
  openFlow,
  type Policy,
  provesBeyondMailbox,
} from '@sallyport/core';

/** The state of a scenario. Immutable: every act makes a new state. */
export interface World {
  readonly policy: Policy;
  readonly now: Instant;
  readonly account: AccountFacts;
  readonly flow: Flow;
  /** Whether the person asked for local sign-in. */
  readonly local: boolean;
  /** The flow's last decision, which determines the methods accepted next. */
  readonly decision: Decision;
  /** The answer to the last act. Differs from `decision` if the act was refused without a check. */
  readonly answer: Decision;
  readonly shown: readonly Evidence[];
  /** The reason of a refusal without a check. */
  readonly note?: string;
  readonly counters: ReadonlyMap<string, AttemptCounter>;
  readonly session?: Session;
}

/** The facts of a session that determine its limits. */
export interface Session {
  readonly evidence: readonly Evidence[];
  readonly since: Instant;
  readonly lastSeen: Instant;
}

/** The state before the first act, with the evidence from before the scenario. */
export function newWorld(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
  local = false,
): World {
  const asked = decide(openFlow('sign-in', evidence), { type: 'ask' }, { policy, account, now, scope: SCOPE, local });
  const { flow, decision } = asked;
  return {
    policy,
    now,
    account,
    flow,
    local,
    decision,
    answer: decision,
    shown: flow.evidence,
    counters: new Map(),
    session: flow.state === 'granted' ? { evidence: flow.evidence, since: now, lastSeen: now } : undefined,
  };
}

/** Decides a command in the flow, and applies the effects of the engine's commit. */
export function decideIn(world: World, command: Command): World {
  const { policy, account, now, local, flow } = world;
  const decided = decide(flow, command, { policy, account, now, local, scope: SCOPE });
  const { decision } = decided;
  const { note: _, ...rest } = world;
  const next = { ...rest, flow: decided.flow, decision, answer: decision, shown: decided.flow.evidence };
  if (decided.grant !== undefined) {
    const since = flow.purpose === 'step-up' ? (world.session?.since ?? now) : now;
    const session = { evidence: decided.grant.evidence, since, lastSeen: now };
    return { ...next, session, counters: new Map(), account: withClearedProvenance(account, session.evidence) };
  }
  const over = decision.outcome === 'denied' && decision.reason !== 'no-way-in' && command.type !== 'ask';
  return over ? { ...next, flow: openFlow('sign-in') } : next;
}

/** Refuses an act without a check. The flow stays unchanged. */
export function refused(world: World, answer: Decision, note: string): World {
  return { ...world, answer, note };
}

/** A mailbox password that was used together with proof beyond the mailbox counts as the owner's own password from then on (N12). */
function withClearedProvenance(account: AccountFacts, evidence: readonly Evidence[]): AccountFacts {
  if (account.factors.password !== 'mailbox' || !evidence.some(({ method }) => method === 'password')) return account;
  if (!evidence.some(provesBeyondMailbox)) return account;
  return { ...account, factors: { ...account.factors, password: 'independent' } };
}

/** The scope of a grant. The names do not exist, so no session can be made of such a grant. */
const SCOPE = { tenant: 'scenario', accountId: 'scenario', flowId: 'scenario', policyVersion: 0 };
