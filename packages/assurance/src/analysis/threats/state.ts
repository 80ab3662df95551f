import { administratorChanges } from './administrator-acts.ts';
import { clearedPasswords, flowSetUps, passwordByCode, recoveries } from './flow-acts.ts';
import { goalsOf } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import { type Held, heldKey, type Opened, surviving } from './opened.ts';
import { overtakenSetUps } from './overtaken-flows.ts';
import { ownerEvents } from './owner-events.ts';
import type { Changed, Place, Reached } from './place.ts';
import { providerChanges } from './provider-acts.ts';
import { afterShowing } from './said.ts';
import { sessionChanges } from './session-acts.ts';
import { covers, type Shown } from './shown.ts';
import type { ThreatStep } from './step.ts';
import type { Target } from './target.ts';

/** The parts of a state that depend on the account and the hands alone. */
export interface Fresh {
  readonly target: Target;
  /** The number of the account. Two accounts with the same text have the same number. */
  readonly number: number;
  readonly facts: Place['facts'];
  readonly shows: readonly Shown[];
  readonly mayUseCode: boolean;
  /** The sessions, offers and flows of a thief who holds no session and no flow. */
  readonly opened: Opened;
}

/** The accounts and the states that searches have looked at. */
export interface KnownStates {
  readonly world: ThreatWorld;
  fresh(target: Target): Fresh;
  state(fresh: Fresh, held: readonly Held[]): State;
  /** Counts the changes of a state. */
  count(changes: number): void;
}

/** A change of the account, and the state that the change leads to. */
export class Edge {
  readonly changed: Changed;
  readonly #known: KnownStates;
  readonly #before: readonly Held[];
  #end: EdgeEnd | undefined;

  /** @param before sessions and flows that the thief could have had before the change */
  constructor(known: KnownStates, changed: Changed, before: readonly Held[] = []) {
    this.#known = known;
    this.changed = changed;
    this.#before = before;
  }

  /** The account after the change. */
  get fresh(): Fresh {
    return this.#ended().fresh;
  }

  /** Names the state after the change. Two states with the same account are the same state, unless the thief holds a session or a flow that
   * cannot be had again. */
  get key(): string {
    return this.#ended().key;
  }

  /** The same change by a thief who brings sessions of before the change. Empty if the thief can have every such session again. */
  get more(): readonly Further[] {
    return this.#ended().more;
  }

  /** Returns true if a proof of the thief carries no `setUpBy`. */
  get showsOwners(): boolean {
    return this.fresh.shows.some(isOwners) || this.changed.held.some(({ evidence }) => evidence.some(isOwners));
  }

  enter(): State {
    return this.#known.state(this.fresh, this.changed.held);
  }

  #ended(): EdgeEnd {
    if (this.#end !== undefined) return this.#end;
    const { target, held } = this.changed;
    const fresh = this.#known.fresh(target);
    const lost = held.filter((each) => !canBeHad(fresh.opened, each));
    const key = lost.length === 0 ? `${fresh.number}` : `${fresh.number}${heldKey(lost)}`;
    this.#end = { fresh, key, more: this.#moreIn(fresh) };
    return this.#end;
  }

  #moreIn({ opened }: Fresh): readonly Further[] {
    const { target, held, used } = this.changed;
    const gone = this.#before.filter((each) => !canBeHad(opened, each));
    const lost = surviving(gone, target).filter(
      ({ kind, evidence }) => !held.some((other) => other.kind === kind && covers(other.evidence, evidence)),
    );
    const begunAnew = lost.filter(({ from }) => from === undefined);
    const goneOn = lost.filter(({ from }) => from !== undefined && from !== used?.from);
    return oneOfEach(goneOn).flatMap((chosen): Further[] => {
      const brought = [...begunAnew, ...chosen];
      if (brought.length === 0) return [];
      const rest = chosen.reduce((others, each) => withoutOrigin(others, each, target), held);
      const more = brought.map((each): Held => ({ ...each, steps: [], from: undefined }));
      const said = afterShowing(this.#known.world, target, brought);
      const edge = new Edge(this.#known, { ...this.changed, target: said, held: [...rest, ...more] });
      return [{ before: brought.flatMap(({ steps }) => steps), edge }];
    });
  }
}

interface EdgeEnd {
  readonly fresh: Fresh;
  readonly key: string;
  readonly more: readonly Further[];
}

/** A change by a thief who first makes further steps. */
export interface Further {
  readonly before: readonly ThreatStep[];
  readonly edge: Edge;
}

function oneOfEach(goneOn: readonly Held[]): readonly (readonly Held[])[] {
  let choices: readonly (readonly Held[])[] = [[]];
  for (const origin of new Set(goneOn.map(({ from }) => from))) {
    const same = goneOn.filter(({ from }) => from === origin);
    const most = same.filter(
      ({ evidence }, place) =>
        !same.some(
          (other, at) =>
            at !== place && covers(other.evidence, evidence) && (at < place || !covers(evidence, other.evidence)),
        ),
    );
    choices = choices.flatMap((chosen) => [chosen, ...most.map((each) => [...chosen, each])]);
  }
  return choices;
}

function withoutOrigin(held: readonly Held[], { from }: Held, target: Target): readonly Held[] {
  if (from === undefined) return held;
  const [left] = surviving([from], target);
  if (left === undefined) return held;
  const key = heldKey([left]);
  const place = held.findIndex((each) => heldKey([each]) === key);
  return held.filter((_, at) => at !== place);
}

function isOwners({ proof }: Shown): boolean {
  return proof.setUpBy === undefined;
}

function canBeHad({ sessions, flows }: Opened, { kind, evidence, isFirstSignIn }: Held): boolean {
  if (isFirstSignIn === true) return false;
  if (sessions.some((session) => covers(session.evidence, evidence))) return true;
  return kind === 'flow' && flows.some((flow) => covers(flow.evidence, evidence));
}

/** After so many states, a thief who may set up an own passkey in a session does so first. */
const MANY_STATES = 20;

type EdgesName = 'all' | 'allLives' | 'first' | 'firstLives';

/** A state with its goals and its changes. Each list is worked out when a search asks for the list first. */
export class State {
  readonly #place: Place;
  readonly #known: KnownStates;
  #goals: readonly Reached[] | undefined;
  #inSessions: readonly Changed[] | undefined;
  #others: readonly Changed[] | undefined;
  readonly #edges: Partial<Record<EdgesName, readonly Edge[]>> = {};

  constructor(known: KnownStates, place: Place) {
    this.#known = known;
    this.#place = place;
  }

  goals(): readonly Reached[] {
    this.#goals ??= [...goalsOf(this.#place)];
    return this.#goals;
  }

  /** The changes that lead on. `lives`: acts of the owner are among the changes. `states`: the number of states of the search until now. */
  edges(lives: boolean, states: number): readonly Edge[] {
    if (states > MANY_STATES) {
      const first = this.#changesInSessions().find(setsUpPasskey);
      if (first !== undefined) return this.#edgesOf(lives ? 'firstLives' : 'first', lives, () => [first]);
    }
    return this.#edgesOf(lives ? 'allLives' : 'all', lives, () => {
      this.#others ??= this.#otherChanges();
      return [...this.#others, ...this.#changesInSessions(), ...(lives ? ownerEvents(this.#place) : [])];
    });
  }

  #edgesOf(name: EdgesName, lives: boolean, changes: () => readonly Changed[]): readonly Edge[] {
    const known = this.#edges[name];
    if (known !== undefined) return known;
    const edges = changes().map((changed) => this.#edge(changed, lives));
    this.#known.count(edges.length);
    this.#edges[name] = edges;
    return edges;
  }

  #changesInSessions(): readonly Changed[] {
    this.#inSessions ??= [...sessionChanges(this.#place)];
    return this.#inSessions;
  }

  #otherChanges(): readonly Changed[] {
    const place = this.#place;
    return [
      ...clearedPasswords(place),
      ...flowSetUps(place),
      ...recoveries(place),
      ...passwordByCode(place),
      ...providerChanges(place),
      ...administratorChanges(place),
      ...overtakenSetUps(place),
    ];
  }

  #edge(changed: Changed, lives: boolean): Edge {
    const { sessions, flows } = this.#place.opened;
    // An act that ends sessions also voids the proofs in flows.
    if (changed.endsOthers === true) return new Edge(this.#known, changed);
    return new Edge(this.#known, changed, lives ? [...sessions, ...flows] : sessions);
  }
}

function setsUpPasskey({ steps }: Changed): boolean {
  const last = steps.at(-1);
  return last?.move === 'sets-up' && last.method === 'passkey';
}
