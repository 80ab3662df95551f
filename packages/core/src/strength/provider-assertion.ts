/** The authentication context class and the methods that a provider asserts. */
export interface ProviderAssertion {
  /** The authentication context class (OpenID Connect Core §2, SAML AuthnContextClassRef); absent: not asserted. */
  readonly acr?: string;
  /** The methods (RFC 8176); absent: not asserted. */
  readonly amr?: readonly string[];
}
