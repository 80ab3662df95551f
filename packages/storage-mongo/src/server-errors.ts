export const DUPLICATE_KEY = 11_000;
export const WRITE_CONFLICT = 112;
export const NAMESPACE_EXISTS = 48;
export const BUSY_COLLECTION: readonly number[] = [12_587, 117];
export const BAD_CREDENTIALS: readonly number[] = [18, 8000, 334];
export const NO_RIGHTS = 13;
