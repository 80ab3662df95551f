/** The options of one OpenID Connect provider. */
export interface OidcOptions {
  /** The provider's name in the policy, in paths and in external ids: `corp`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  /** The provider's name as shown to people: `Example Corp`. */
  readonly name: string;
  /** The provider's issuer identifier: the address of its discovery document without `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** This app's client id at the provider. */
  readonly clientId: string;
  /** If absent, the app is a public client and proves itself by PKCE alone. */
  readonly clientSecret?: string | undefined;
  /**
   * How the app sends the secret: in the header or in the form. Default: `client_secret_basic`, or `client_secret_post` if the provider lists only
   * that method.
   */
  readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post' | undefined;
  /** The roles that the provider may give. Every other role the provider names is ignored. Default: none. */
  readonly roles?: readonly string[] | undefined;
  /**
   * The claim with the roles: a string, a list, or a map whose keys are the roles. Or the path of a claim: `realm_access.roles`. Default: `groups`.
   */
  readonly rolesClaim?: string | undefined;
  /**
   * The scopes to request. `openid` is always added. Default: `openid email profile`, and the scope with the name of `rolesClaim` if
   * `roles` are given and the provider lists that scope.
   */
  readonly scopes?: readonly string[] | undefined;
  /** The longest total wait for the provider in one `begin` or `finish`: `1s` to `10s`. Default: `10s`. */
  readonly timeout?: string | undefined;
  /** For development: allows plain http to a provider on this machine (`localhost`, `127.0.0.0/8`, `[::1]`). Default: false. */
  readonly allowInsecureLoopback?: boolean | undefined;
  /** Replaces the platform's `fetch`, for a proxy or a private certificate authority. The function must obey `signal`. */
  readonly fetch?: typeof fetch | undefined;
}
