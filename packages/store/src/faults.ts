/** Never means that a record is absent. `cause` has no stored values and no parameters, because it is logged. */
export class StoreUnavailable extends Error {
  /** HTTP: 503. */
  readonly code = 'store-unavailable';
  constructor(options?: { readonly cause?: unknown; readonly operation?: string }) {
    super(`the store did not answer${options?.operation === undefined ? '' : ` (${options.operation})`}`, options);
    this.name = 'StoreUnavailable';
  }
}

export function isStoreUnavailable(error: unknown): error is StoreUnavailable {
  return error instanceof Error && 'code' in error && error.code === 'store-unavailable';
}

/** A newer version of Sallyport wrote the record. A retry does not help: bring every process to that version. */
export class RecordTooNew extends Error {
  readonly code = 'record-too-new';
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
