import { mix, numbers } from '../numbers.ts';
import { OPERATIONS } from '../operations/index.ts';

/** One request of a history. */
export interface Planned {
  /** Which operation, by name, and by whom. */
  readonly operation: string;
  readonly by: string;
  /** Decides whatever there is to decide about it: its choices, the turns of its calls, and which of them go wrong. */
  readonly luck: number;
  /** It begins when all before it are over, and all after it when it is over. */
  readonly alone?: boolean;
  /** None of its calls goes wrong. */
  readonly sound?: boolean;
  /** Its calls have their turns in the order in which they were made, before those of the others. */
  readonly prompt?: boolean;
}

/** A history, before it happens. */
export interface Plan {
  readonly seed: number;
  /** Who keeps roles: the store, or the host; or they are kept in the store, and the host has a directory. */
  readonly host: 'own' | 'hosts' | 'directory';
  readonly processes: number;
  /** How many requests are under way at once, at most. */
  readonly width: number;
  /** How likely a call fails, and how likely its process dies with it. */
  readonly faults: number;
  readonly crashes: number;
  /** What the engine does by itself waits until nothing else can go on. */
  readonly quiet?: boolean;
  readonly requests: readonly Planned[];
}

const TOTAL = OPERATIONS.reduce((sum, { weight = 1 }) => sum + weight, 0);

/** The history of a seed. */
export function planOf(seed: number): Plan {
  const draws = numbers(seed);
  const host = draws.chance(0.2) ? 'hosts' : draws.chance(0.2) ? 'directory' : 'own';
  const faulty = draws.chance(0.5);
  // Few operations at a time are looked at for long: what belongs together comes together.
  const chosen = draws.chance(0.5) ? OPERATIONS : someOf(draws);
  const length = 10 + draws.below(40);
  return {
    seed,
    host,
    processes: 1 + draws.below(3),
    width: 1 + draws.below(3),
    faults: faulty ? 0.02 : 0,
    crashes: faulty ? 0.003 : 0,
    requests: Array.from({ length }, (_, place) => {
      const operation = chosen === OPERATIONS ? weighted(draws) : draws.pick(chosen);
      return { operation: operation.name, by: draws.pick(operation.by), luck: mix(seed, place) };
    }),
  };
}

function someOf(draws: ReturnType<typeof numbers>) {
  return Array.from({ length: 6 + draws.below(8) }, () => weighted(draws));
}

function weighted(draws: ReturnType<typeof numbers>) {
  let left = (draws.below(1_000_000) / 1_000_000) * TOTAL;
  for (const operation of OPERATIONS) {
    left -= operation.weight ?? 1;
    if (left < 0) return operation;
  }
  return draws.pick(OPERATIONS);
}
