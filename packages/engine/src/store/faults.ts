/** The store could not be asked or could not answer. Never means that something is absent. */
export class StoreUnavailable extends Error {
  readonly code = 'store-unavailable';
  constructor(options?: { readonly cause?: unknown; readonly operation?: string }) {
    super(`the store did not answer${options?.operation === undefined ? '' : ` (${options.operation})`}`, options);
    this.name = 'StoreUnavailable';
  }
}

/** Whether a thrown thing is a fault of the store, by its `code`. */
export function isStoreUnavailable(error: unknown): error is StoreUnavailable {
  return error instanceof Error && 'code' in error && error.code === 'store-unavailable';
}
