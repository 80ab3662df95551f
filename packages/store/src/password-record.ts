import type { Instant, Provenance } from '@sallyport/core';
import type { SetUpBy } from './ids.ts';

/** A local password. */
export interface PasswordRecord {
  /** The id of this binding: sessions that rest on the password end when the password changes. */
  readonly id: string;
  /**
   * An argon2id hash with its parameters, in the PHC string format. Until the person's next sign-in, an imported account has the hash of its former
   * system: argon2, scrypt or PBKDF2 in the PHC string format, or bcrypt. `$elsewhere$`: the former system alone can judge the password.
   */
  readonly hash: string;
  /** Who vouches for the password. */
  readonly provenance: Provenance;
  /** When the password was set. */
  readonly changedAt: Instant;
  /** Absent: the owner or host code set the password. */
  readonly setUpBy?: SetUpBy;
}
