import { type Instant, instant } from '@sallyport/core';
import { PostgresStoreError } from './errors.ts';

/** What this version of the package writes into `schema` of a record. */
const RECORD_SCHEMA = 1;

/**
 * A row as the driver answers it, read column by column. Hosts set type parsers of their own, and drivers differ in
 * theirs: documents come as text, and whole numbers as text, number or bigint.
 */
export class Row {
  readonly #columns: object;

  constructor(columns: unknown) {
    if (typeof columns !== 'object' || columns === null) throw new TypeError('the driver answered no rows of columns');
    this.#columns = columns;
  }

  has(column: string): boolean {
    return this.#value(column) !== null;
  }

  text(column: string): string | undefined {
    const value = this.#value(column);
    return value === null ? undefined : String(value);
  }

  number(column: string): number {
    return Number(this.#value(column) ?? 0);
  }

  instant(column: string): Instant {
    return instant(this.number(column));
  }

  flag(column: string): boolean {
    const value = this.#value(column);
    return value === true || value === 't' || value === 'true';
  }

  /** A record that was written by this package, or `undefined` where there is none. */
  document<Document extends object>(column: string): Document | undefined {
    const json = this.text(column);
    if (json === undefined) return undefined;
    const document: Document & { readonly schema?: number } = JSON.parse(json);
    if ((document.schema ?? RECORD_SCHEMA) > RECORD_SCHEMA) {
      throw new PostgresStoreError(
        'newer-record',
        `a record of schema ${document.schema} was written by a newer version of @sallyport/storage-postgres, and ` +
          `this one reads up to ${RECORD_SCHEMA}: bring every process to the newer version`,
      );
    }
    return document;
  }

  #value(column: string): unknown {
    const value: unknown = Reflect.get(this.#columns, column);
    if (value === undefined) throw new TypeError(`the driver answered no column ${column}`);
    return value;
  }
}

/** The record that a row has to hold. */
export function recordOf<Document extends object>(row: Row, column: string = 'doc'): Document {
  const document = row.document<Document>(column);
  if (document === undefined) throw new TypeError(`the driver answered no document in ${column}`);
  return document;
}
