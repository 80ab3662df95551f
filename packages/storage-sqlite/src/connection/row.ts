import { type Instant, instant } from '@sallyport/core';
import { currentRecord, type StoredRecord } from '@sallyport/store';

export class Row {
  readonly #columns: Readonly<Record<string, unknown>>;

  constructor(columns: unknown) {
    this.#columns = Object(columns);
  }

  has(column: string): boolean {
    return this.#value(column) !== null;
  }

  isNumber(column: string): boolean {
    return typeof this.#columns[column] === 'number';
  }

  /** Throws if the column is null. */
  text(column: string): string {
    const value = this.#value(column);
    if (typeof value !== 'string') throw new TypeError(`the driver answered no text in ${column}`);
    return value;
  }

  /** 0 if the column is null. */
  number(column: string): number {
    return Number(this.#value(column) ?? 0);
  }

  instant(column: string): Instant {
    return instant(this.number(column));
  }

  /** @throws RecordTooNew if a newer version wrote the record */
  record<Stored extends StoredRecord>(column: string = 'doc'): Stored {
    return currentRecord<Stored>(JSON.parse(this.text(column)));
  }

  document<Document>(column: string = 'doc'): Document {
    return JSON.parse(this.text(column));
  }

  #value(column: string): unknown {
    const value = this.#columns[column];
    if (value === undefined) throw new TypeError(`the driver answered no column ${column}`);
    return value;
  }
}
