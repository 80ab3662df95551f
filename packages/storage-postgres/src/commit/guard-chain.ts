import type { CommitResult } from '@sallyport/store';
import type { Part } from './parts.ts';

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** What a guard asks for: that nothing is in the way, or room for one device more, which the store can make. */
export type Guarded = Obstacle | 'room';

/**
 * Guards, each depending on the one before: everybody locks rows in the same order, and the first guard without a row
 * names what stands in the way.
 */
export class GuardChain {
  readonly parts: Part[] = [];
  readonly obstacles: Guarded[] = [];
  /** True if the chain holds up to here; evaluating it takes the locks up to here. */
  #soFar: readonly string[] = [];

  /** `condition` is a select that has a row if the guard holds, up to its last condition. */
  guard(obstacle: Guarded, condition: string, { locks = false }: { readonly locks?: boolean } = {}): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name: `guard_${obstacle}`, sql: `${condition}${chained}${locks ? ' for update' : ''}` });
    this.obstacles.push(obstacle);
    this.#soFar = [`exists (select 1 from guard_${obstacle})`];
  }

  /** Locks the rows of a select, in the order of their ids, as they are by then; there may be none. */
  lock(name: string, select: string): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${select}${chained} order by id for update` });
    this.#soFar = [...this.#soFar, `(select count(*) from ${name}) >= 0`];
  }

  /** The last part of the chain, on which every write depends. */
  close(): string {
    const last = this.obstacles.at(-1);
    if (last !== undefined && this.#soFar.length === 1) return `guard_${last}`;
    const where = this.#soFar.length === 0 ? '' : ` where ${this.#soFar.join(' and ')}`;
    this.parts.push({ name: 'held', sql: `select 1${where}` });
    return 'held';
  }
}
