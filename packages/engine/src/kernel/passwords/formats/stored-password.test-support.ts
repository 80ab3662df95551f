import type { ForeignPassword } from '../../../contract/index.ts';

export const PASSWORD = 'correct horse battery staple';

export interface StoredPassword extends ForeignPassword {
  /** The library that made the hash, with its version. */
  readonly by: string;
  /** Default: {@link PASSWORD}. */
  readonly password?: string;
}
