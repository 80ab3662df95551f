import type { ThreatGoal } from './goal.ts';
import { goalsIn } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import { Memory } from './memory.ts';
import type { Changed, Reached } from './place.ts';
import { Edge } from './state.ts';
import type { ThreatStep } from './step.ts';
import type { Hands } from './thief.ts';

export interface SearchAsked {
  readonly world: ThreatWorld;
  readonly hands: Hands;
  readonly begin: Changed;
  readonly wanted: ReadonlySet<ThreatGoal>;
  /** Acts of the owner are among the moves. */
  readonly lives?: boolean;
  readonly budget: number;
  readonly memory?: Memory | undefined;
}

export interface SearchAnswer {
  readonly reached: ReadonlyMap<ThreatGoal, readonly ThreatStep[]>;
  readonly states: number;
  readonly complete: boolean;
  /** In some state, a proof of the thief carries no `setUpBy`. */
  readonly showedOwners: boolean;
}

/** The shortest chains first. */
export function search(asked: SearchAsked): SearchAnswer {
  const { world, hands, begin, wanted, lives = false, budget, memory = new Memory(world) } = asked;
  const reached = new Map<ThreatGoal, readonly ThreatStep[]>();
  const missing = new Set(wanted);
  const note = (chain: readonly ThreatStep[], { goal, steps }: Reached): void => {
    const known = reached.get(goal);
    if (known !== undefined && known.length <= chain.length + steps.length) return;
    reached.set(goal, [...chain, ...steps]);
    missing.delete(goal);
  };
  const seen = new Set<string>();
  let showedOwners = false;
  const answer = (complete: boolean): SearchAnswer => ({ reached, states: seen.size, complete, showedOwners });
  const queue = new Queue();
  queue.add({ chain: [], edge: new Edge(memory.of(hands), begin) });
  for (let node = queue.next(); node !== undefined; node = queue.next()) {
    const { edge } = node;
    const isKnown = seen.has(edge.key);
    if (isKnown && edge.more.length === 0) continue;
    const chain = [...node.chain, ...edge.changed.steps];
    for (const goal of goalsIn(edge.changed.target, begin.target)) note(chain, { goal, steps: [] });
    if (missing.size === 0) break;
    for (const more of edge.more) queue.add({ chain: [...node.chain, ...more.before], edge: more.edge });
    if (isKnown) continue;
    seen.add(edge.key);
    showedOwners ||= edge.showsOwners;
    const state = edge.enter();
    for (const found of state.goals()) note(chain, found);
    if (missing.size === 0) break;
    const edges = state.edges(lives, seen.size);
    if (seen.size >= budget) return answer(queue.isEmpty() && edges.length === 0);
    for (const next of edges) queue.add({ chain, edge: next });
  }
  return answer(true);
}

interface Waiting {
  readonly chain: readonly ThreatStep[];
  readonly edge: Edge;
}

class Queue {
  readonly #byLength: Waiting[][] = [];
  #shortest = 0;
  #waiting = 0;

  add(node: Waiting): void {
    const length = node.chain.length + node.edge.changed.steps.length;
    const same = this.#byLength[length] ?? [];
    same.push(node);
    this.#byLength[length] = same;
    this.#shortest = Math.min(this.#shortest, length);
    this.#waiting++;
  }

  next(): Waiting | undefined {
    if (this.#waiting === 0) return undefined;
    while ((this.#byLength[this.#shortest] ?? []).length === 0) this.#shortest++;
    this.#waiting--;
    return this.#byLength[this.#shortest]?.shift();
  }

  isEmpty(): boolean {
    return this.#waiting === 0;
  }
}
