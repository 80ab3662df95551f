import { mix, numbers } from '../numbers.ts';
import { OPERATIONS } from '../operations/index.ts';

export interface Planned {
  readonly operation: string;
  readonly by: string;
  readonly luck: number;
  readonly alone?: boolean;
  readonly sound?: boolean;
  /** The calls have their turns in order, before the calls of other requests. */
  readonly prompt?: boolean;
}

export interface Plan {
  readonly seed: number;
  /** `hosts`: the host keeps the roles. `directory`: as `own`, and the host has a directory. */
  readonly host: 'own' | 'hosts' | 'directory';
  readonly processes: number;
  readonly width: number;
  readonly faults: number;
  readonly crashes: number;
  /** Background work waits until no other call can run. */
  readonly quiet?: boolean;
  readonly requests: readonly Planned[];
}

const TOTAL = OPERATIONS.reduce((sum, { weight = 1 }) => sum + weight, 0);

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
