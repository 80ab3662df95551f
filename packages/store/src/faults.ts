/**
 * The store could not be asked or could not answer. Never means that a record is absent. `cause` is the fault without stored values and
 * without parameters, because the engine and the host log the cause.
 */
export class StoreUnavailable extends Error {
  /** Always `store-unavailable`. HTTP: 503. */
  readonly code = 'store-unavailable';
  constructor(options?: { readonly cause?: unknown; readonly operation?: string }) {
    super(`the store did not answer${options?.operation === undefined ? '' : ` (${options.operation})`}`, options);
    this.name = 'StoreUnavailable';
  }
}

/** Returns whether a thrown value is a fault of the store, by its `code`. */
export function isStoreUnavailable(error: unknown): error is StoreUnavailable {
  return error instanceof Error && 'code' in error && error.code === 'store-unavailable';
}

/**
 * A newer version of Sallyport wrote this record, and this version cannot read the record's schema. The record is not absent. A retry
 * does not help: bring every process to the newer version.
 */
export class RecordTooNew extends Error {
  /** Always `record-too-new`. */
  readonly code = 'record-too-new';
  /** The schema of the record. */
  readonly schema: number;

  /** @param reads the newest schema that this version reads */
  constructor(schema: number, reads: number) {
    super(
      `a record of schema ${schema} was written by a newer version of Sallyport, and this one reads up to ${reads}: ` +
        'bring every process to the newer version',
    );
    this.name = 'RecordTooNew';
    this.schema = schema;
  }
}
