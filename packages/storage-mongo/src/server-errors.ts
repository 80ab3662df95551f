export const DUPLICATE_KEY = 11_000;
/** A concurrent transaction wrote the same document. */
export const WRITE_CONFLICT = 112;
/** A collection with this name exists. */
export const NAMESPACE_EXISTS = 48;
/** An index build, or a change by another process. */
export const BUSY_COLLECTION: readonly number[] = [12_587, 117];
/** AuthenticationFailed, its code on Atlas (8000), and MechanismUnavailable. */
export const BAD_CREDENTIALS: readonly number[] = [18, 8000, 334];
/** Unauthorized. */
export const NO_RIGHTS = 13;
