/** What a host says of one OpenID Connect provider. */
export interface OidcOptions {
  /** What the policy, paths and external ids name it by: `corp`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  /** What people know it by: `Example Corp`. */
  readonly name: string;
  /** Exactly what the provider calls itself: its address without `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** What the provider knows this app by. */
  readonly clientId: string;
  /** Absent: a public client, which proves itself by PKCE alone. */
  readonly clientSecret?: string | undefined;
  /** The roles that are its to give. Default: none. */
  readonly roles?: readonly string[] | undefined;
  /** The claim that tells roles, as text or a list of texts. Default: `groups`. */
  readonly rolesClaim?: string | undefined;
  /**
   * Default: `openid email profile`, and the scope that is named like the claim of roles where the provider has one and `roles` are
   * given. `openid` is always among them.
   */
  readonly scopes?: readonly string[] | undefined;
  /** How long `begin` and `finish` wait for the provider, each in all; the engine waits 10 s at most. Default: `10s`. */
  readonly timeout?: string | undefined;
  /** Takes plain http from a provider on this machine (`localhost`, `127.0.0.1`, `[::1]`): for development. Default: false. */
  readonly allowInsecureLoopback?: boolean | undefined;
  /** In place of the platform's `fetch`: behind a proxy, with a certificate authority of one's own. It has to end where `signal` says so. */
  readonly fetch?: typeof fetch | undefined;
}
