import type { LookUpKey } from '@sallyport/store';
import type { CommitPlan } from '@sallyport/store/plan';
import { accountKey } from '../records/accounts.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';

export interface Part {
  readonly name: string;
  readonly sql: string;
}

/** Read a getter only where its placeholder is used: the server cannot infer the type of an unused placeholder. */
export class Draft {
  readonly plan: CommitPlan;
  readonly table: Tables;
  readonly makesRoom: boolean;
  readonly parameters: Parameters = new Parameters();
  /** Has a row if every check holds. */
  held: string = 'held';
  #tenant: string | undefined;
  #now: string | undefined;
  #keys: string | undefined;

  constructor(plan: CommitPlan, table: Tables, makesRoom: boolean) {
    this.plan = plan;
    this.table = table;
    this.makesRoom = makesRoom;
  }

  get tenant(): string {
    this.#tenant ??= this.parameters.text(this.plan.tenant);
    return this.#tenant;
  }

  get holds(): string {
    return `exists (select 1 from ${this.held})`;
  }

  get now(): string {
    this.#now ??= this.parameters.number(this.plan.now);
    return this.#now;
  }

  keys(keys: readonly LookUpKey[]): string {
    this.#keys ??= this.parameters.texts([...new Set(keys.map(({ kind, value }) => accountKey(kind, value)))]);
    return this.#keys;
  }
}
