import type { StrengthOf } from './strength-name.ts';

/**
 * The settings of a sign-in provider in a policy.
 *
 * @template Own the names of the policy's own strengths, as in `PolicyInput`
 */
export interface ProviderInput<Own extends string = never> {
  /**
   * The assertions that satisfy a strength. Without `trust` a sign-in at the provider is a single factor. An entry without `acr` and `amr` is
   * for `baseline` only, and takes every sign-in at the provider for enough: most providers assert neither.
   */
  readonly trust?: readonly {
    readonly acr?: string;
    readonly amr?: readonly string[];
    readonly strength: StrengthOf<Own>;
  }[];
  /** Mail domains that the provider owns. A code to a mailbox there is not independent of the provider. */
  readonly mailDomains?: readonly string[];
  /**
   * Whose account the provider's first assertion creates. `true`: the account of everybody whom the provider signs in. `mail-domains`: the account of
   * a person whose verified address is in {@link mailDomains}, and belongs to no account. Default: false, nobody's account.
   */
  readonly createAccounts?: boolean | 'mail-domains';
  /**
   * Whether the account's address follows the provider: if the provider asserts another verified address of a linked person, and {@link mailDomains} has
   * the domains of both addresses. Default: false.
   */
  readonly mailFollows?: boolean;
}
