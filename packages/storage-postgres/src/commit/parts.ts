import type { AccountRecord, Commit } from '@sallyport/store';
import { Parameters } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { keysOf } from './account-keys.ts';

/** A common table expression of a commit's statement. */
export interface Part {
  readonly name: string;
  readonly sql: string;
}

/**
 * Context for the parts of a commit's statement. The first read of a getter adds its placeholder. Read a getter only where its
 * placeholder is used: the server cannot infer the type of an unused placeholder.
 */
export class Draft {
  readonly change: Commit;
  readonly table: Tables;
  /** True if the change may remove a device to make room for the new device. */
  readonly makesRoom: boolean;
  readonly parameters: Parameters = new Parameters();
  /** Name of the part that has a row if every guard holds. Every write depends on this part. */
  held: string = 'held';
  /** Condition on a locked session: true if the change ends the session. */
  endedSessions: string | undefined;
  #tenant: string | undefined;
  #now: string | undefined;
  #claimed: string | undefined;

  constructor(change: Commit, table: Tables, makesRoom: boolean) {
    this.change = change;
    this.table = table;
    this.makesRoom = makesRoom;
  }

  /** Placeholder of the tenant. */
  get tenant(): string {
    this.#tenant ??= this.parameters.text(this.change.tenant);
    return this.#tenant;
  }

  /** Condition that is true if every guard holds. */
  get holds(): string {
    return `exists (select 1 from ${this.held})`;
  }

  /** Placeholder of the present instant. */
  get now(): string {
    this.#now ??= this.parameters.number(this.change.now);
    return this.#now;
  }

  /** Placeholder of the look-up keys of the written account. */
  claimedKeys(account: AccountRecord): string {
    this.#claimed ??= this.parameters.texts(keysOf(account));
    return this.#claimed;
  }
}
