/** A document of that key is there. */
export const DUPLICATE_KEY = 11_000;
/** Another transaction wrote what this one was about to write. */
export const WRITE_CONFLICT = 112;
/** A collection of that name is there. */
export const NAMESPACE_EXISTS = 48;
/** An index is being built, or another process changes the collection. */
export const BUSY_COLLECTION: readonly number[] = [12_587, 117];
/** AuthenticationFailed, the same of a hosted cluster, MechanismUnavailable. */
export const BAD_CREDENTIALS: readonly number[] = [18, 8000, 334];
/** Unauthorized. */
export const NO_RIGHTS = 13;
