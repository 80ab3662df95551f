/** The authentication context class and the methods that a provider asserts. */
export interface ProviderWord {
  readonly acr?: string;
  readonly amr?: readonly string[];
}
