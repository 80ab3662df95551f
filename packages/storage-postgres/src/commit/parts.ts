import type { AccountRecord, Commit } from '@sallyport/store';
import { Parameters } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { keysOf } from './account-keys.ts';

/** A part of a commit's statement: one common table expression. */
export interface Part {
  readonly name: string;
  readonly sql: string;
}

/**
 * What the parts of one commit are made from. Its places are made when they are first read, and a place that no part then uses is
 * one that the server has no type for: read them where they are used.
 */
export class Draft {
  readonly change: Commit;
  readonly table: Tables;
  /** Whether another device may go for the one that this change brings. */
  readonly makesRoom: boolean;
  readonly parameters: Parameters = new Parameters();
  /** The part that has a row if every guard holds: what every write depends on. */
  held: string = 'held';
  /** The condition, on a locked session, that it ends with this change. */
  endedSessions: string | undefined;
  #tenant: string | undefined;
  #now: string | undefined;
  #claimed: string | undefined;

  constructor(change: Commit, table: Tables, makesRoom: boolean) {
    this.change = change;
    this.table = table;
    this.makesRoom = makesRoom;
  }

  /** The place of the tenant's name. */
  get tenant(): string {
    this.#tenant ??= this.parameters.text(this.change.tenant);
    return this.#tenant;
  }

  /** True if every guard holds. */
  get holds(): string {
    return `exists (select 1 from ${this.held})`;
  }

  /** The place of the present instant. */
  get now(): string {
    this.#now ??= this.parameters.number(this.change.now);
    return this.#now;
  }

  /** The place of the keys that the account of this change claims. */
  claimedKeys(account: AccountRecord): string {
    this.#claimed ??= this.parameters.texts(keysOf(account));
    return this.#claimed;
  }
}
