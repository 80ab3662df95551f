import type { CommitResult } from '@sallyport/store';
import type { Part } from './parts.ts';

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** The obstacles that a guard reports. `room`: the account has no room for the new device, and the store must make room. */
export type Guarded = Obstacle | 'room';

/**
 * A chain of guards, in which each guard depends on the guard before. So every commit locks rows in the same order, and the first
 * guard without a row is the obstacle.
 */
export class GuardChain {
  readonly parts: Part[] = [];
  readonly obstacles: Guarded[] = [];
  /** SQL conditions that are true if every guard so far holds. Postgres takes the locks of the guards when it evaluates the conditions. */
  #soFar: readonly string[] = [];

  /** Adds a guard. `condition` is a select that returns a row if the guard holds. The method appends further conditions to its `where`. */
  guard(obstacle: Guarded, condition: string, { locks = false }: { readonly locks?: boolean } = {}): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name: `guard_${obstacle}`, sql: `${condition}${chained}${locks ? ' for update' : ''}` });
    this.obstacles.push(obstacle);
    this.#soFar = [`exists (select 1 from guard_${obstacle})`];
  }

  /** Locks the rows of a select in the order of their ids, and reads their state under the lock. The select may return no rows. */
  lock(name: string, select: string): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${select}${chained} order by id for update` });
    this.#soFar = [...this.#soFar, `(select count(*) from ${name}) >= 0`];
  }

  /** Ends the chain. Returns the name of the part that has a row if every guard holds. */
  close(): string {
    const last = this.obstacles.at(-1);
    if (last !== undefined && this.#soFar.length === 1) return `guard_${last}`;
    const where = this.#soFar.length === 0 ? '' : ` where ${this.#soFar.join(' and ')}`;
    this.parts.push({ name: 'held', sql: `select 1${where}` });
    return 'held';
  }
}
