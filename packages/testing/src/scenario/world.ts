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

/** Where a scenario stands. Nothing in it changes: every act makes the next one. */
export interface World {
  readonly policy: Policy;
  readonly now: Instant;
  readonly account: AccountFacts;
  readonly flow: Flow;
  /** The local way in was asked for. */
  readonly local: boolean;
  /** What the flow was told last on its own account: what it accepts next goes by this. */
  readonly decision: Decision;
  /** What the last act was answered with: where it was refused without being looked at, another than `decision`. */
  readonly answer: Decision;
  /** What the answer rests on. */
  readonly shown: readonly Evidence[];
  /** Why it was refused without being looked at. */
  readonly note?: string;
  /** Wrong guesses, by authenticator. */
  readonly counters: ReadonlyMap<string, AttemptCounter>;
  /** What was granted last. */
  readonly session?: Session;
}

/** A session, as far as its limits go. */
export interface Session {
  readonly evidence: readonly Evidence[];
  readonly since: Instant;
  readonly lastSeen: Instant;
}

/** Nothing has happened yet but what was proved before. */
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

/** Decides a command in the flow, as the engine does, and draws the consequences that its commit has. */
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

/** The act is refused without being looked at: the flow stays where it was. */
export function refused(world: World, answer: Decision, note: string): World {
  return { ...world, answer, note };
}

/** A password that was used beside something independent of the mailbox is the owner's from then on (N12). */
function withClearedProvenance(account: AccountFacts, evidence: readonly Evidence[]): AccountFacts {
  if (account.factors.password !== 'mailbox' || !evidence.some(({ method }) => method === 'password')) return account;
  if (!evidence.some(({ method }) => provesBeyondMailbox(method))) return account;
  return { ...account, factors: { ...account.factors, password: 'independent' } };
}

/** What a grant would be for: nothing that exists. No session can be made of it. */
const SCOPE = { tenant: 'scenario', accountId: 'scenario', flowId: 'scenario', policyVersion: 0 };
