import { VaultError } from '../vault-error.ts';

/** The cost of trying a secret (RFC 9106 §3.1). */
export interface Argon2Parameters {
  /** In KiB, from 8,192 to 1,048,576. */
  readonly memory: number;
  /** From 1 to 100. */
  readonly passes: number;
  /** From 1 to 16. */
  readonly lanes: number;
}

/** The second recommended option of RFC 9106 §4, for memory-constrained environments. */
export const ARGON2: Argon2Parameters = { memory: 65_536, passes: 3, lanes: 4 };

/** Many devices cannot compute more than 1 GiB or 100 passes. */
const BOUNDS = { memory: [8_192, 1_048_576], passes: [1, 100], lanes: [1, 16] } as const;

export function checkArgon2({ memory, passes, lanes }: Argon2Parameters): void {
  if (isWithin(memory, BOUNDS.memory) && isWithin(passes, BOUNDS.passes) && isWithin(lanes, BOUNDS.lanes)) return;
  throw new VaultError('argon2-parameters-refused', `Argon2 with ${memory} KiB, ${passes} passes and ${lanes} lanes`);
}

export function areWeaker(these: Argon2Parameters, those: Argon2Parameters): boolean {
  return these.memory < those.memory || these.passes < those.passes;
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
