import type { Obstacle } from '@sallyport/store/plan';
import type { Part } from './draft.ts';

/** A check of a commit's statement. Its part `guard_NAME` has a row if the check holds. */
export interface Guarded {
  readonly name: string;
  /** The conflict if the check does not hold. `room`: the account has no room for the new device, and the store must make room. */
  readonly obstacle: Obstacle | 'room';
}

/**
 * A chain of guards, in which each guard depends on the guard before. So every commit locks rows in the same order, and the first
 * guard without a row is the obstacle.
 */
export class GuardChain {
  readonly parts: Part[] = [];
  readonly guarded: Guarded[] = [];
  /** SQL conditions that are true if every guard so far holds. Postgres takes the locks of the guards when it evaluates the conditions. */
  #soFar: readonly string[] = [];

  /** Adds a guard. `condition` is a select that returns a row if the guard holds. The method appends further conditions to its `where`. */
  guard(guarded: Guarded, condition: string, { locks = false }: { readonly locks?: boolean } = {}): void {
    const name = `guard_${guarded.name}`;
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${condition}${chained}${locks ? ' for update' : ''}` });
    this.guarded.push(guarded);
    this.#soFar = [`exists (select 1 from ${name})`];
  }

  /** Locks the rows of a select in the order of their ids, and reads their state under the lock. The select may return no rows. */
  lock(name: string, select: string): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${select}${chained} order by id for update` });
    this.#soFar = [...this.#soFar, `(select count(*) from ${name}) >= 0`];
  }

  /** Ends the chain. Returns the name of the part that has a row if every guard holds. */
  close(): string {
    const last = this.guarded.at(-1);
    if (last !== undefined && this.#soFar.length === 1) return `guard_${last.name}`;
    const where = this.#soFar.length === 0 ? '' : ` where ${this.#soFar.join(' and ')}`;
    this.parts.push({ name: 'held', sql: `select 1${where}` });
    return 'held';
  }
}
