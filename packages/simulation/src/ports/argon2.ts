import type { Scheduler } from '../scheduler/scheduler.ts';

/** The options of `@node-rs/argon2` that the engine gives. */
interface Cost {
  readonly memoryCost?: number;
  readonly timeCost?: number;
  readonly parallelism?: number;
}

let running: (() => Scheduler) | undefined;

/** Says whose hashing this is. */
export function hashUnder(scheduler: () => Scheduler): void {
  running = scheduler;
}

/** What the engine hashes once a process, so that a password of nobody takes as long as one of somebody. */
const DUMMY = 'no account has this password';

/**
 * Stands in for `@node-rs/argon2`, which the bundle of the simulation leaves out: as quick as can be, without salt, and every call
 * waits for its turn.
 */
export async function hash(password: string, cost: Cost = {}): Promise<string> {
  const { memoryCost = 19_456, timeCost = 2, parallelism = 1 } = cost;
  const work = (): string =>
    `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${Buffer.from(password).toString('base64url')}`;
  return password === DUMMY || running === undefined ? work() : running().call('hashing', 'hash', [], work);
}

/** Whether a hash is of this password. */
export async function verify(made: string, password: string): Promise<boolean> {
  const right = (): boolean => made.endsWith(`$${Buffer.from(password).toString('base64url')}`);
  return running === undefined ? right() : running().call('hashing', 'verify', [], right);
}
