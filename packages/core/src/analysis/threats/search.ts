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

/** Where a search begins, and how far it goes. */
export interface SearchAsked {
  readonly world: ThreatWorld;
  readonly hands: Hands;
  readonly begin: Changed;
  /** The search ends when all of these are reached. */
  readonly wanted: ReadonlySet<ThreatGoal>;
  /** The owner lives: what an owner does meanwhile is among the moves. */
  readonly lives?: boolean;
  /** The most states to look at. */
  readonly budget: number;
}

/** What a thief reaches, the shortest chain to each goal, and whether every state was looked at. */
export interface SearchAnswer {
  readonly reached: ReadonlyMap<ThreatGoal, readonly ThreatStep[]>;
  readonly states: number;
  readonly complete: boolean;
  /** Whether the thief could show, in some state, a proof of something that the owner set up. */
  readonly showedOwners: boolean;
}

/** Goes through everything that a thief can do to an account, the shortest chains first. */
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
    if (states.count >= asked.budget) return { reached, ...states.answer(), complete: queue.isEmpty() };
    for (const changed of changesOf(place, asked.lives === true, states.count)) {
      const sessions = changed.endsOthers === true ? [] : place.opened.sessions;
      const flows = asked.lives === true ? place.opened.flows : [];
      const { steps: last, target, held } = changed;
      queue.add({ chain, last, target, held, extras: flows.length === 0 ? sessions : [...sessions, ...flows] });
    }
  }
  return { reached, ...states.answer(), complete: true };
}

/** After so many states, an own passkey is set up before anything else, in sessions that can show it then. */
const MANY_STATES = 40;

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

/** A state that waits: the chain before the last act, the steps of that act, and what the act left. */
interface Waiting {
  readonly chain: readonly ThreatStep[];
  readonly last: readonly ThreatStep[];
  readonly target: Target;
  readonly held: readonly Held[];
  /** Sessions and flows that could have been had before the act. */
  readonly extras: readonly Held[];
}

/** What an account is to the thief, whatever is held. */
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

  /** The state, if it was not looked at before. Two states are one with the same account and what cannot be had again. */
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

  /** The same state, with the sessions that could be had before the last act and cannot be had after it. */
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

/** A proof that `setUpBy` takes for the owner's. */
function isOwners({ proof }: Shown): boolean {
  return setUpBy([proof]) === undefined;
}

function canBeHad({ sessions, flows }: Opened, { kind, evidence }: Held): boolean {
  if (sessions.some((session) => covers(session.evidence, evidence))) return true;
  return kind === 'flow' && flows.some((flow) => covers(flow.evidence, evidence));
}

/** States that wait, the shortest chain first. */
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
