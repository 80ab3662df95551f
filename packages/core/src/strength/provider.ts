import type { StrengthName } from './strength-name.ts';

/** What a policy says of a provider of sign-ins. */
export interface ProviderInput {
  /** What the provider's word is trusted for. Without this it is one factor. */
  readonly trust?: readonly {
    readonly acr?: string;
    readonly amr?: readonly string[];
    readonly strength: StrengthName;
  }[];
  /** Mail domains this provider owns: a code sent there proves the same thing again. */
  readonly mailDomains?: readonly string[];
  readonly createAccounts?: boolean;
}
