import type { Instant, Provenance } from '@sallyport/core';
import type { SetUpBy } from './ids.ts';

export interface PasswordRecord {
  /** Sessions that rest on the password end when it changes. */
  readonly id: string;
  /**
   * argon2id in PHC string format. An imported account has its former hash until the next sign-in: argon2, scrypt or PBKDF2 in PHC format, or bcrypt.
   * `$elsewhere$`: only the former system can judge.
   */
  readonly hash: string;
  readonly provenance: Provenance;
  readonly changedAt: Instant;
  /** No text matches the hash, which stands for a password that went with its mailbox. No history keeps the hash. */
  readonly unmatched?: true;
  readonly setUpBy?: SetUpBy;
}
