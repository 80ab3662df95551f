import type { SqliteValue } from '../connection/database.ts';

export class Where {
  readonly #conditions: string[] = [];
  readonly values: SqliteValue[] = [];

  and(condition: string, ...values: readonly SqliteValue[]): this {
    this.#conditions.push(condition);
    this.values.push(...values);
    return this;
  }

  get sql(): string {
    return this.#conditions.join(' and ');
  }
}
