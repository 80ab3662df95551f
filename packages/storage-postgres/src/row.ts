import { type Instant, instant } from '@sallyport/core';
import { currentRecord, type StoredRecord } from '@sallyport/store';

/**
 * A row as the driver answers it, read column by column. Hosts set type parsers of their own, and drivers differ in
 * theirs: documents come as text, and whole numbers as text, number or bigint.
 */
export class Row {
  readonly #columns: Readonly<Record<string, unknown>>;

  constructor(columns: unknown) {
    if (!isRecord(columns)) throw new TypeError('the driver answered no rows of columns');
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

  /**
   * A record as this version knows it, or `undefined` if there is none.
   *
   * @throws RecordTooNew if a newer version wrote it
   */
  document<Document extends object>(column: string): Document | undefined {
    const json = this.text(column);
    if (json === undefined) return undefined;
    const document: Document = JSON.parse(json);
    return isStoredRecord(document) ? currentRecord<Document & StoredRecord>(document) : document;
  }

  #value(column: string): unknown {
    const value = this.#columns[column];
    if (value === undefined) throw new TypeError(`the driver answered no column ${column}`);
    return value;
  }
}

function isRecord(columns: unknown): columns is Readonly<Record<string, unknown>> {
  return typeof columns === 'object' && columns !== null;
}

/** Accounts, flows and sessions have the schema that they were written in. */
function isStoredRecord(document: object): document is StoredRecord {
  return 'schema' in document;
}

/** The record that a row has to hold. */
export function recordOf<Document extends object>(row: Row, column: string = 'doc'): Document {
  const document = row.document<Document>(column);
  if (document === undefined) throw new TypeError(`the driver answered no document in ${column}`);
  return document;
}
