import { type Instant, instant } from '@sallyport/core';
import { currentRecord, type StoredRecord } from '@sallyport/store';

/** Drivers and hosts install different type parsers: documents are selected as text. */
export class Row {
  readonly #columns: Readonly<Record<string, unknown>>;

  constructor(columns: unknown) {
    if (!isRecord(columns)) throw new TypeError('the driver answered a row that is not an object');
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

  document<Document extends object>(column: string): Document | undefined {
    const json = this.text(column);
    if (json === undefined) return undefined;
    return currentDocument<Document>(JSON.parse(json));
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

export function currentDocument<Document extends object>(document: Document): Document {
  return isStoredRecord(document) ? currentRecord<Document & StoredRecord>(document) : document;
}

function isStoredRecord(document: object): document is StoredRecord {
  return 'schema' in document;
}

export function recordOf<Document extends object>(row: Row, column: string = 'doc'): Document {
  const document = row.document<Document>(column);
  if (document === undefined) throw new TypeError(`the driver answered no document in ${column}`);
  return document;
}
