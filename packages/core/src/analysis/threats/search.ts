import { setUpBy } from '../../acts/set-up-by.ts';
import { administratorChanges, mayUseCode } from './administrator-acts.ts';
import { clearedPasswords, flowSetUps, recoveries } from './flow-acts.ts';
import type { ThreatGoal } from './goal.ts';
import { goalsIn, goalsOf } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import { type Held, heldKey, type Opened, open, openWith, surviving } from './opened.ts';
import { ownerEvents } from './owner-events.ts';
import type { Changed, Place, Reached } from './place.ts';
import { providerChanges } from './provider-acts.ts';
import { sessionChanges } from './session-acts.ts';
import { covers, type Shown, shownBy } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf, type Target } from './target.ts';
import type { Hands } from './thief.ts';

/** The beginning and the limits of a search. */
export interface SearchAsked {
  readonly world: ThreatWorld;
  readonly hands: Hands;
  readonly begin: Changed;
  /** The search ends when all these goals are reached. */
  readonly wanted: ReadonlySet<ThreatGoal>;
  /** Acts of the owner are among the moves. */
  readonly lives?: boolean;
  /** The greatest number of states. */
  readonly budget: number;
}

/** The goals of a thief, with the shortest chain to each goal. */
export interface SearchAnswer {
  readonly reached: ReadonlyMap<ThreatGoal, readonly ThreatStep[]>;
  readonly states: number;
  readonly complete: boolean;
  /** In some state, a proof of the thief carries no `setUpBy`. */
  readonly showedOwners: boolean;
}

/** Goes through all moves of a thief, the shortest chains first. */
export function search(asked: SearchAsked): SearchAnswer {
  const reached = new Map<ThreatGoal, readonly ThreatStep[]>();
  const queue = new Queue();
  const states = new States(asked);
  const { steps, ...begin } = asked.begin;
  queue.add({ ...begin, chain: steps, last: [], extras: [] });
  const isDone = (): boolean => [...asked.wanted].every((goal) => reached.has(goal));
  for (let node = queue.next(); node !== undefined; node = queue.next()) {
    const chain = [...node.chain, ...node.last];
    const note = ({ goal, steps: further }: Reached): void => {
      const whole = [...chain, ...further];
      const known = reached.get(goal);
      if (known === undefined || whole.length < known.length) reached.set(goal, whole);
    };
    for (const goal of goalsIn(node.target, asked.begin.target)) note({ goal, steps: [] });
    if (isDone()) break;
    const place = states.enter(node, queue);
    if (place === undefined) continue;
    for (const found of goalsOf(place)) note(found);
    if (isDone()) break;
    const changes = changesOf(place, asked.lives === true, states.count);
    if (states.count >= asked.budget)
      return { reached, ...states.answer(), complete: queue.isEmpty() && changes.length === 0 };
    for (const changed of changes) {
      const sessions = changed.endsOthers === true ? [] : place.opened.sessions;
      const flows = asked.lives === true ? place.opened.flows : [];
      const { steps: last, target, held } = changed;
      queue.add({ chain, last, target, held, extras: flows.length === 0 ? sessions : [...sessions, ...flows] });
    }
  }
  return { reached, ...states.answer(), complete: true };
}

/** After this number of states, a thief who may set up an own passkey in a session does so first. */
const MANY_STATES = 20;

function changesOf(place: Place, lives: boolean, states: number): readonly Changed[] {
  const inSessions = [...sessionChanges(place)];
  if (states > MANY_STATES) {
    const first = inSessions.find(({ steps }) => {
      const last = steps.at(-1);
      return last?.move === 'sets-up' && last.method === 'passkey';
    });
    if (first !== undefined) return [first];
  }
  return [
    ...clearedPasswords(place),
    ...flowSetUps(place),
    ...recoveries(place),
    ...providerChanges(place),
    ...administratorChanges(place),
    ...inSessions,
    ...(lives ? ownerEvents(place) : []),
  ];
}

/** A state in the queue: the chain before the last act, the steps of the last act, and the account after the last act. */
interface Waiting {
  readonly chain: readonly ThreatStep[];
  readonly last: readonly ThreatStep[];
  readonly target: Target;
  readonly held: readonly Held[];
  /** Sessions and flows that the thief could have had before the last act. */
  readonly extras: readonly Held[];
}

/** The parts of a state that depend on the account alone. */
type Fresh = Pick<Place, 'facts' | 'shows' | 'opened'> & { readonly mayUseCode: boolean };

class States {
  readonly #asked: SearchAsked;
  readonly #seen = new Set<string>();
  readonly #fresh = new Map<string, Fresh>();
  count = 0;
  #showedOwners = false;

  constructor(asked: SearchAsked) {
    this.#asked = asked;
  }

  /** Returns the state, or `undefined` if the state is known. Two states with the same account are the same state, unless the thief holds a
   * session or a flow that cannot be had again. */
  enter(node: Waiting, queue: Queue): Place | undefined {
    const { world, hands } = this.#asked;
    const { target, held } = node;
    const key = JSON.stringify(target);
    const fresh = this.#fresh.get(key) ?? this.#freshOf(target);
    this.#fresh.set(key, fresh);
    this.#queueExtras(node, fresh.opened, queue);
    const lost = held.filter((each) => !canBeHad(fresh.opened, each));
    const stateKey = lost.length === 0 ? key : `${key}${heldKey(lost)}`;
    if (this.#seen.has(stateKey)) return undefined;
    this.#seen.add(stateKey);
    this.count++;
    this.#showedOwners ||= fresh.shows.some(isOwners) || held.some(({ evidence }) => evidence.some(isOwners));
    const { facts, shows, mayUseCode: usesCode } = fresh;
    const opened = openWith(fresh.opened, held, world, target, shows, usesCode);
    return { world, hands, target, facts, shows, held, opened };
  }

  answer(): Pick<SearchAnswer, 'states' | 'showedOwners'> {
    return { states: this.count, showedOwners: this.#showedOwners };
  }

  #freshOf(target: Target): Fresh {
    const { world, hands } = this.#asked;
    const facts = factsOf(target);
    const shows = shownBy(world, hands, target);
    const usesCode = target.enrollmentCode !== undefined && mayUseCode(world, facts);
    return { facts, shows, mayUseCode: usesCode, opened: open(world, target, shows, usesCode) };
  }

  /** Queues the state with the sessions that the thief could have had before the last act, and cannot have after the last act. */
  #queueExtras({ chain, last, target, held, extras }: Waiting, fresh: Opened, queue: Queue): void {
    const gone = extras.filter((each) => !canBeHad(fresh, each));
    if (gone.length === 0) return;
    const lost = surviving(gone, target).filter(
      ({ kind, evidence }) => !held.some((other) => other.kind === kind && covers(other.evidence, evidence)),
    );
    if (lost.length === 0) return;
    const before = lost.flatMap(({ steps }) => steps);
    const more = lost.map((each): Held => ({ ...each, steps: [] }));
    queue.add({ chain: [...chain, ...before], last, target, held: [...held, ...more], extras: [] });
  }
}

/** Returns true if `setUpBy` counts a proof as the owner's. */
function isOwners({ proof }: Shown): boolean {
  return setUpBy([proof]) === undefined;
}

function canBeHad({ sessions, flows }: Opened, { kind, evidence }: Held): boolean {
  if (sessions.some((session) => covers(session.evidence, evidence))) return true;
  return kind === 'flow' && flows.some((flow) => covers(flow.evidence, evidence));
}

/** The states that wait, the shortest chain first. */
class Queue {
  readonly #byLength: Waiting[][] = [];

  add(node: Waiting): void {
    const length = node.chain.length + node.last.length;
    const same = this.#byLength[length] ?? [];
    same.push(node);
    this.#byLength[length] = same;
  }

  next(): Waiting | undefined {
    return this.#byLength.find((nodes) => nodes !== undefined && nodes.length > 0)?.shift();
  }

  isEmpty(): boolean {
    return !this.#byLength.some((nodes) => nodes !== undefined && nodes.length > 0);
  }
}
