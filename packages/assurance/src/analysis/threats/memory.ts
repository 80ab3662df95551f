import { mayUseCode } from './administrator-acts.ts';
import type { ThreatWorld } from './host.ts';
import { type Held, open, openWith } from './opened.ts';
import { type Shown, shownBy } from './shown.ts';
import { type Fresh, type KnownStates, State } from './state.ts';
import { factsOf, type Target } from './target.ts';
import type { Hands } from './thief.ts';

/** The changes of a large policy need some 50 MB. */
const MOST_CHANGES = 100_000;

/**
 * The states that the searches of one world have looked at. Many searches pass the same states: an account without its role is the
 * same account for every role. A state's goals and changes depend on the world, the hands, the account and the held sessions alone.
 */
export class Memory {
  readonly world: ThreatWorld;
  readonly #byHands = new Map<string, MemoryOfHands>();
  #changes = 0;

  constructor(world: ThreatWorld) {
    this.world = world;
  }

  of(hands: Hands): MemoryOfHands {
    const key = JSON.stringify(hands);
    const known = this.#byHands.get(key);
    if (known !== undefined) return known;
    const made = new MemoryOfHands(this.world, hands, (changes) => this.#count(changes));
    this.#byHands.set(key, made);
    return made;
  }

  #count(changes: number): void {
    this.#changes += changes;
    if (this.#changes <= MOST_CHANGES) return;
    this.#changes = 0;
    for (const each of this.#byHands.values()) each.forget();
  }
}

/** The states of the searches with the same hands. */
export class MemoryOfHands implements KnownStates {
  readonly world: ThreatWorld;
  readonly #hands: Hands;
  /** Counts the changes of a state. */
  readonly count: (changes: number) => void;
  readonly #accounts = new Map<string, Fresh>();
  readonly #byTarget = new WeakMap<Target, Fresh>();
  readonly #proofs = new Numbers<Shown>();
  readonly #states = new Map<string, State>();

  constructor(world: ThreatWorld, hands: Hands, count: (changes: number) => void) {
    this.world = world;
    this.#hands = hands;
    this.count = count;
  }

  /** The account, with everything that the thief can show and open without a held session. */
  fresh(target: Target): Fresh {
    const known = this.#byTarget.get(target);
    if (known !== undefined) return known;
    const key = JSON.stringify(target);
    const fresh = this.#accounts.get(key) ?? this.#freshOf(target);
    this.#accounts.set(key, fresh);
    this.#byTarget.set(target, fresh);
    return fresh;
  }

  /** The state of an account and of held sessions and flows. */
  state(fresh: Fresh, held: readonly Held[]): State {
    const key = `${fresh.number}${held.map((each) => this.#keyOf(each)).join('')}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const { target, facts, shows, mayUseCode: usesCode } = fresh;
    const opened = openWith(fresh.opened, held, this.world, target, shows, usesCode);
    const place = { world: this.world, hands: this.#hands, target, facts, shows, held, opened };
    const state = new State(this, place);
    this.#states.set(key, state);
    return state;
  }

  /** Forgets the states, and keeps the accounts. */
  forget(): void {
    this.#states.clear();
  }

  #keyOf({ kind, evidence, demand, isFirstSignIn, steps }: Held): string {
    const proofs = evidence.map((shown) => this.#proofs.of(shown)).join();
    const isPlain = demand === undefined && isFirstSignIn === undefined && steps.length === 0;
    const rest = isPlain ? '' : JSON.stringify([demand, isFirstSignIn, steps]);
    return `|${kind} ${proofs} ${rest}`;
  }

  #freshOf(target: Target): Fresh {
    const world = this.world;
    const facts = factsOf(target);
    const shows = shownBy(world, this.#hands, target);
    const usesCode = target.enrollmentCode !== undefined && mayUseCode(world, this.#hands, facts);
    const opened = open(world, target, shows, usesCode);
    return { target, number: this.#accounts.size, facts, shows, mayUseCode: usesCode, opened };
  }
}

class Numbers<Value extends object> {
  readonly #byText = new Map<string, number>();
  readonly #byValue = new WeakMap<Value, number>();

  of(value: Value): number {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const number = this.#byText.get(text) ?? this.#byText.size;
    this.#byText.set(text, number);
    this.#byValue.set(value, number);
    return number;
  }
}
