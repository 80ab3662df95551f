import { mix, numbers } from '../numbers.ts';
import { OPERATIONS } from '../operations/index.ts';

/** One request of a history. */
export interface Planned {
  /** The name of the operation. */
  readonly operation: string;
  readonly by: string;
  /** The seed of the request's choices, of the turns of its calls, and of the faults. */
  readonly luck: number;
  /** The request runs alone: after all earlier requests, and before all later requests. */
  readonly alone?: boolean;
  /** No call of the request fails. */
  readonly sound?: boolean;
  /** The calls of the request have their turns in order, before the calls of other requests. */
  readonly prompt?: boolean;
}

/** A history before its run. */
export interface Plan {
  readonly seed: number;
  /** `own`: the store keeps the roles. `hosts`: the host keeps the roles. `directory`: as `own`, and the host has a directory. */
  readonly host: 'own' | 'hosts' | 'directory';
  readonly processes: number;
  /** The maximum number of concurrent requests. */
  readonly width: number;
  /** The probability that a call fails or loses its answer. */
  readonly faults: number;
  /** The probability that the process dies with a call. */
  readonly crashes: number;
  /** Background work of the engine waits until no other call can run. */
  readonly quiet?: boolean;
  readonly requests: readonly Planned[];
}

const TOTAL = OPERATIONS.reduce((sum, { weight = 1 }) => sum + weight, 0);

/** The history of a seed. */
export function planOf(seed: number): Plan {
  const draws = numbers(seed);
  const host = draws.chance(0.2) ? 'hosts' : draws.chance(0.2) ? 'directory' : 'own';
  const faulty = draws.chance(0.5);
  // Half of the histories use only a few operations, so that related operations meet often.
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
