import {
  type Demand,
  ENROLLABLE_METHODS,
  type EnrollableMethod,
  evaluate,
  type Method,
  type Milliseconds,
  methodBit,
  recentEvidence,
  requirementsOf,
} from '@sallyport/core';
import { WAY_IN_MASK } from '@sallyport/core/model';
import type { ThreatWorld } from './host.ts';
import { covers, proofsIn, type Shown } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { bindingsOf, factsOf, restsOn, type Target } from './target.ts';

/** A session or a flow of the thief. */
export interface Held {
  readonly kind: 'session' | 'flow';
  readonly evidence: readonly Shown[];
  /** The demand of a step-up flow. */
  readonly demand?: (Demand & { readonly within?: Milliseconds }) | undefined;
  /** The flow of a mailed link: an invitation, or a sign-up. No other sign-in of the account came before. */
  readonly isFirstSignIn?: true | undefined;
  /** The steps from the state to this session or flow. */
  readonly steps: readonly ThreatStep[];
  /** The held session or flow that the thief goes on in. A held flow goes on once. Absent: the thief begins anew. */
  readonly from?: Held | undefined;
}

/** A flow in which a factor may be set up. */
export interface Offer extends Held {
  readonly kind: 'flow';
  readonly offer: readonly EnrollableMethod[];
}

/** All sessions, offers and flows of a thief without a change of the account, the fewest steps first. */
export interface Opened {
  readonly sessions: readonly Held[];
  readonly offers: readonly Offer[];
  /** Flows in progress. */
  readonly flows: readonly Held[];
}

export function open(world: ThreatWorld, target: Target, shows: readonly Shown[], mayUseCode: boolean): Opened {
  const walker = new Walker(world, target, shows, mayUseCode);
  walker.walk([{ kind: 'flow', evidence: [], steps: [] }]);
  walker.stepUp();
  return walker.opened();
}

export function openWith(
  opened: Opened,
  held: readonly Held[],
  ...[world, target, shows, mayUseCode]: Parameters<typeof open>
): Opened {
  if (held.length === 0) return opened;
  const walker = new Walker(world, target, shows, mayUseCode, opened);
  for (const each of held) {
    if (each.kind === 'session') walker.addSession({ ...each, from: each });
    else walker.goOn({ ...each, from: each });
  }
  walker.stepUp();
  return walker.opened();
}

export function enrollable({ codes }: ThreatWorld): readonly EnrollableMethod[] {
  return [...ENROLLABLE_METHODS, ...codes];
}

class Walker {
  readonly #world: ThreatWorld;
  readonly #account: ReturnType<typeof factsOf>;
  readonly #shows: readonly Shown[];
  readonly #first: readonly Shown[];
  readonly #code: Shown | undefined;
  readonly #sessions: Held[];
  readonly #offers: Offer[];
  readonly #flows: Held[];
  #steppedUp: number;

  constructor(world: ThreatWorld, target: Target, shows: readonly Shown[], mayUseCode: boolean, opened?: Opened) {
    this.#sessions = [...(opened?.sessions ?? [])];
    this.#offers = [...(opened?.offers ?? [])];
    this.#flows = [...(opened?.flows ?? [])];
    this.#steppedUp = this.#sessions.length;
    this.#world = world;
    this.#account = factsOf(target);
    const { methods } = requirementsOf(world.policy, this.#account).rule;
    this.#shows = shows.filter(({ proof }) => proof.method !== 'enrollment-code');
    this.#first = this.#shows.filter(({ proof }) => (methods & WAY_IN_MASK & methodBit(proof.method)) !== 0);
    this.#code = mayUseCode ? shows.find(({ proof }) => proof.method === 'enrollment-code') : undefined;
  }

  addSession(session: Held): boolean {
    const isKnown = this.#sessions.some(
      (other) => covers(other.evidence, session.evidence) && other.steps.length <= session.steps.length,
    );
    if (isKnown || session.evidence.length === 0) return false;
    this.#sessions.push(session);
    return true;
  }

  /** In a first sign-in, `judge` alone decides which factors may be set up. */
  goOn(flow: Held): void {
    if (flow.isFirstSignIn === true) this.#offers.push({ ...flow, kind: 'flow', offer: enrollable(this.#world) });
    if (flow.evidence.length > 0) this.walk([flow]);
  }

  /** All flows have the same demand. */
  walk(starts: readonly Held[]): void {
    const seen = new Set<string>();
    const queue = [...starts];
    for (let place = 0; place < queue.length; place++) {
      const flow = queue[place];
      if (flow === undefined) continue;
      const key = keyOf(flow.evidence);
      if (seen.has(key)) continue;
      seen.add(key);
      for (const shown of this.#next(flow)) queue.push(this.#after(flow, shown));
    }
  }

  #next(flow: Held): readonly Shown[] {
    const { evidence, demand } = flow;
    if (evidence.length === 0)
      return this.#code?.proof.helpsIn === 'first' ? [...this.#first, this.#code] : this.#first;
    const { policy, now } = this.#world;
    const proofs = proofsIn(evidence);
    const decision = evaluate(policy, { account: this.#account, evidence: proofs, now, demand, local: true });
    if (decision.outcome === 'granted') {
      this.addSession({ kind: 'session', evidence: evidence.filter(isOfSession), steps: flow.steps, from: flow.from });
      return [];
    }
    if (demand === undefined) this.#flows.push(flow);
    const code = this.#code === undefined || covers(evidence, [this.#code]) ? [] : [this.#code];
    if (decision.outcome === 'enrollment-required') {
      this.#offers.push({ ...flow, kind: 'flow', offer: decision.offer });
      return code;
    }
    if (decision.outcome !== 'factor-required') return code;
    const accept: ReadonlySet<string> = new Set<Method>(decision.accept);
    // A step-up counts recent proofs alone: a provider that says less opens nothing there that a session does not open.
    const shows = demand === undefined ? this.#shows : this.#shows.filter(({ step }) => step.saysLess !== true);
    return [...shows.filter((each) => accept.has(each.proof.method) && !covers(evidence, [each])), ...code];
  }

  #after(flow: Held, shown: Shown): Held {
    const move = flow.demand !== undefined ? 'steps-up' : flow.evidence.length === 0 ? 'begins' : 'goes-on';
    return {
      ...flow,
      evidence: [...flow.evidence.filter(({ name }) => name !== shown.name), shown],
      steps: [...flow.steps, { move, ...shown.step }],
    };
  }

  stepUp(): void {
    const { demands, now, policy } = this.#world;
    // If every proof is recent, `within` changes no answer.
    const within = demands.filter((demand) => demand.within !== undefined && demand.strengths.length > 0);
    for (; this.#steppedUp < this.#sessions.length; this.#steppedUp++) {
      const session = this.#sessions[this.#steppedUp];
      if (session === undefined) continue;
      const { evidence, steps, from } = session;
      const isRecent = recentEvidence(proofsIn(evidence), now, policy.recentProof).length === evidence.length;
      for (const demand of isRecent ? within : demands) this.walk([{ kind: 'flow', demand, evidence, steps, from }]);
    }
  }

  opened(): Opened {
    const byLength = (a: Held, b: Held): number => a.steps.length - b.steps.length;
    return {
      sessions: this.#sessions.sort(byLength),
      offers: this.#offers.sort(byLength),
      flows: this.#flows.sort(byLength),
    };
  }
}

export function isOfSession({ proof }: Shown): boolean {
  return proof.method !== 'enrollment-code' && proof.method !== 'reset-token';
}

function keyOf(evidence: readonly Shown[]): string {
  return evidence
    .map(({ name, age }) => `${name}@${age}`)
    .sort()
    .join();
}

export function besides(held: readonly Held[], { from }: Held): readonly Held[] {
  return from === undefined ? held : held.filter((each) => each !== from);
}

/** A flow loses the evidence of a factor that is gone, and a step-up ends with its session. */
export function surviving(held: readonly Held[], target: Target): readonly Held[] {
  if (held.length === 0) return held;
  const bindings = bindingsOf(target);
  return held.flatMap((each) => {
    const isBound = ({ proof }: Shown): boolean => restsOn(bindings, proof);
    if (each.demand !== undefined && each.from?.evidence.every(isBound) === false) return [];
    const evidence = each.evidence.filter(isBound);
    if (evidence.length === each.evidence.length) return [each];
    return each.kind === 'session' || evidence.length === 0 ? [] : [{ ...each, evidence }];
  });
}

export function heldKey(held: readonly Held[]): string {
  return held
    .map(
      ({ kind, evidence, demand, isFirstSignIn = false }) =>
        `${kind}${isFirstSignIn}${JSON.stringify(demand ?? '')}${keyOf(evidence)}`,
    )
    .sort()
    .join('|');
}
