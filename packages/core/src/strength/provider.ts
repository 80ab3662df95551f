import type { StrengthName } from './strength-name.ts';

/** The settings of a sign-in provider in a policy. */
export interface ProviderInput {
  /**
   * The assertions that satisfy a strength. Without `trust` a sign-in at the provider is a single factor. An entry without `acr` and `amr` is
   * for `baseline` only, and takes every sign-in at the provider for enough: most providers assert neither.
   */
  readonly trust?: readonly {
    readonly acr?: string;
    readonly amr?: readonly string[];
    readonly strength: StrengthName;
  }[];
  /** Mail domains that the provider owns. A code to a mailbox there is not independent of the provider. */
  readonly mailDomains?: readonly string[];
  /** The provider's first assertion of an unknown identity creates an account. Default: false. */
  readonly createAccounts?: boolean;
}
