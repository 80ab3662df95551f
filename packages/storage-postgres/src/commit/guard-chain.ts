import type { Obstacle } from '@sallyport/store/plan';
import type { Part } from './draft.ts';

export interface Guarded {
  readonly name: string;
  /** `room`: the store must make room for the new device. */
  readonly obstacle: Obstacle | 'room';
}

/** Every commit locks rows in the same order, and the first guard without a row is the obstacle. */
export class GuardChain {
  readonly parts: Part[] = [];
  readonly guarded: Guarded[] = [];
  #soFar: readonly string[] = [];

  /** A select, to whose `where` further conditions are appended. */
  guard(guarded: Guarded, condition: string, { locks = false }: { readonly locks?: boolean } = {}): void {
    const name = `guard_${guarded.name}`;
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${condition}${chained}${locks ? ' for update' : ''}` });
    this.guarded.push(guarded);
    this.#soFar = [`exists (select 1 from ${name})`];
  }

  lock(name: string, select: string): void {
    const chained = this.#soFar.map((before) => ` and ${before}`).join('');
    this.parts.push({ name, sql: `${select}${chained} order by id for update` });
    this.#soFar = [...this.#soFar, `(select count(*) from ${name}) >= 0`];
  }

  close(): string {
    const last = this.guarded.at(-1);
    if (last !== undefined && this.#soFar.length === 1) return `guard_${last.name}`;
    const where = this.#soFar.length === 0 ? '' : ` where ${this.#soFar.join(' and ')}`;
    this.parts.push({ name: 'held', sql: `select 1${where}` });
    return 'held';
  }
}
