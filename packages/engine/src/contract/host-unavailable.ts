/**
 * A function of the host failed, did not answer in time, or answered nothing that the engine can read: `resolveSubject` or `memberRoles`. Nothing is decided without
 * its answer. `cause` is the host's error.
 */
export class HostUnavailable extends Error {
  /** Always `host-unavailable`. HTTP: 503 `store-unavailable`. */
  readonly code = 'host-unavailable';
  /** The name of the host's function. */
  readonly call: string;
  constructor(call: string, options?: { readonly cause?: unknown }) {
    super(`the host's ${call} did not answer`, options);
    this.name = 'HostUnavailable';
    this.call = call;
  }
}

/** Returns whether a thrown value is a fault of a function of the host, by its `code`. */
export function isHostUnavailable(error: unknown): error is HostUnavailable {
  return error instanceof Error && 'code' in error && error.code === 'host-unavailable';
}
