/** What a provider says beside who the person is: an authentication context class, and methods. */
export interface ProviderWord {
  readonly acr?: string;
  readonly amr?: readonly string[];
}
