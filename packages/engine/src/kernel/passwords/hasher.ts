/** The cost of argon2 (RFC 9106 §3.1). */
export interface Argon2Cost {
  /** KiB. */
  readonly memoryCost: number;
  /** The number of passes. */
  readonly timeCost: number;
  /** The number of lanes. */
  readonly parallelism: number;
}

/**
 * Argon2 of a library of the host, for a runtime that cannot load `@node-rs/argon2`. Passwords are encoded in UTF-8. Bytes come for an imported
 * hash of Request Tracker alone. Time limit of each call: 30 s. If a function throws, or answers anything else, no guess counts, and the answer is
 * 503 `provider-unavailable`.
 */
export interface PasswordHasher {
  /** Returns an argon2id hash of version 19 of this cost, with a new random salt, in the PHC string format. */
  hash(password: string, cost: Argon2Cost): string | Promise<string>;
  /** Judges argon2id, argon2i and argon2d, in versions 16 and 19: an imported hash can be of any cost up to the limits of `memoryCost`. */
  verify(hash: string, password: string | Uint8Array): boolean | Promise<boolean>;
  /**
   * Judges imported hashes of bcrypt (`$2a$`, `$2b$`, `$2y$`), also where `@node-rs/argon2` hashes. Default: `@node-rs/bcrypt`, which is loaded for
   * the first such hash.
   */
  verifyBcrypt?(hash: string, password: string | Uint8Array): boolean | Promise<boolean>;
}
