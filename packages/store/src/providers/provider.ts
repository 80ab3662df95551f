import type { DirectoryRefusal, Instant, Milliseconds } from '@sallyport/core';

interface IdentitySource {
  /** In the policy, in paths and in external ids: `corp`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  readonly name: string;
  /** Allowed from this source. The engine ignores others. */
  readonly roles: readonly string[];
}

/** OpenID Connect or SAML. `@sallyport/oidc` and `@sallyport/saml` make providers. */
export interface SignInProvider extends IdentitySource {
  readonly kind: 'oidc' | 'saml';
  /** What the provider's configuration has and cannot use, such as a certificate of two. The engine logs each at start-up. */
  readonly warnings?: readonly string[] | undefined;
  /**
   * Where the person goes, and what the engine keeps in the flow until the return, secret from everyone else.
   *
   * @throws ProviderUnavailable
   */
  begin(request: ProviderRequest): Promise<ProviderDeparture>;
  /**
   * Makes every check of the protocol, and writes nothing. Never throws for a response that anybody can send. A SAML response is judged when posted,
   * and when the person returns.
   *
   * @throws ProviderUnavailable
   */
  finish(response: ProviderResponse): Promise<ProviderAnswer>;
  /** SAML: of the service provider, as XML. */
  metadata?(callback: string): Promise<string> | string;
  /** The provider's sign-out page. `hint`: the `logoutHint` of `finish`. */
  logout?(request: {
    readonly hint?: string | undefined;
    readonly returnTo: string;
  }): Promise<string | undefined> | string | undefined;
  close?(): Promise<void> | void;
}

export interface ProviderDeparture {
  readonly location: string;
  readonly kept: ProviderKept;
  /**
   * The address asks the person to sign in anew, and the answer dates the proof (`prompt=login`, `max_age`, ForceAuthn). The engine then refuses an answer
   * that is dated before. A choice among accounts (`prompt=select_account`) is no new sign-in.
   */
  readonly asksAnew?: boolean | undefined;
}

export interface ProviderRequest {
  readonly callback: string;
  /** Not secret. Comes back (`state`, `RelayState`): the engine compares it with the flow's. */
  readonly state: string;
  /** Every `acr` of the policy for this provider, asked for by `acr_values` or RequestedAuthnContext. May be empty. */
  readonly acr: readonly string[];
  /** Milliseconds since the proof at the provider (`max_age`, ForceAuthn). */
  readonly within?: Milliseconds | undefined;
  /** The person may want to be somebody else (`prompt=select_account`, `prompt=login`, ForceAuthn). The engine does not depend on the question. */
  readonly asksWho?: boolean | undefined;
  /** The same person may prove more than before (`prompt=login`, ForceAuthn): a step-up of a session with a proof of this provider. */
  readonly asksAnew?: boolean | undefined;
  readonly now: Instant;
}

/** Plain JSON, and small: every step of the flow reads it. */
export type ProviderKept = Readonly<Record<string, string | number | boolean | null>>;

export interface ProviderResponse {
  readonly callback: string;
  readonly state: string;
  readonly kept: ProviderKept;
  /** The query (OIDC) or the posted fields (SAML). The engine refuses repeated ones before. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly now: Instant;
}

export type ProviderAnswer =
  | { readonly outcome: 'signed-in'; readonly identity: ProvidedIdentity }
  | { readonly outcome: 'cancelled' }
  /** The provider's own page was too old. The engine sends the person there once more. */
  | { readonly outcome: 'expired' }
  /** `why` is for the operator's log and contains no secret. */
  | { readonly outcome: 'refused'; readonly why: string };

export interface ProvidedIdentity {
  /** Or the entity id. */
  readonly issuer: string;
  /** Never changes, and never goes to another person: `sub`, the persistent NameID, or the named attribute. At most 255 characters. */
  readonly subject: string;
  /** `email_verified` in OIDC. A SAML provider is trusted. */
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Absent if unknown. */
  readonly acr?: string;
  /** RFC 8176. Absent if unknown. */
  readonly amr?: readonly string[];
  /** `auth_time`, AuthnInstant. */
  readonly authTime?: Instant;
  /** The provider stated a time that is none, such as 0. No proof of it can be recent. */
  readonly datesNothing?: true;
  /** What is wrong with the form of the time, for the operator's log, once a day. `datesNothing` stands beside it. */
  readonly dateNotRead?: string;
  /** Absent if the provider said nothing: the account then keeps its earlier roles, with their date. */
  readonly roles?: readonly string[];
  /** What is wrong with the form of the roles, for the operator's log, once a day. The roles are absent then. */
  readonly rolesNotRead?: string;
  /** An assertion's one-time id, until the assertion's end. */
  readonly once?: { readonly id: string; readonly expiresAt: Instant };
  /** An id_token, at most 8 KiB. */
  readonly logoutHint?: string;
}

/** Checks passwords by a bind. `@sallyport/ldap` makes directories. */
export interface Directory extends IdentitySource {
  /**
   * Guesses are counted by `entry.key`.
   *
   * @throws ProviderUnavailable without an answer in 10 s
   */
  find(identifier: string): Promise<DirectoryFound>;
  /**
   * If the entry may still sign in. Absent: the engine finds a linked entry by the typed identifier.
   *
   * @throws ProviderUnavailable without an answer in 10 s
   */
  findBySubject?(subject: string): Promise<DirectoryFound>;
  /**
   * `undefined` if the password is wrong, or empty: an empty password is never sent. A refusal with `because` if the directory gives its
   * reason.
   *
   * @throws ProviderUnavailable without an answer in 10 s
   */
  verify(entry: DirectoryEntry, password: string): Promise<DirectoryIdentity | DirectoryRefusal | undefined>;
  /**
   * Whether the entry with this id may still sign in, as far as the directory shows it without a password. False for an entry that is gone,
   * or is switched off. Absent: `directoryRechecks` cannot be given.
   *
   * @throws ProviderUnavailable without an answer in 10 s
   */
  admits?(subject: string): Promise<boolean>;
  close(): Promise<void>;
}

export type DirectoryFound =
  | { readonly outcome: 'found'; readonly entry: DirectoryEntry }
  | { readonly outcome: 'none' }
  /** Nobody can sign in, and the engine tells the operator. */
  | { readonly outcome: 'ambiguous' };

export interface DirectoryEntry {
  /** Lower case, one for each entry: the immutable id, or the normalised DN if only a bind may read the id. */
  readonly key: string;
  /** RFC 4514. */
  readonly dn: string;
  /** `entryUUID` or `objectGUID`. Absent before the bind if only a bind may read it. */
  readonly subject?: string;
}

export interface DirectoryIdentity {
  readonly subject: string;
  readonly email?: string;
  /** By common name. The engine takes only those in `roles`. */
  readonly roles: readonly string[];
}

/** No proof was judged. HTTP: 503 `provider-unavailable`. */
export class ProviderUnavailable extends Error {
  readonly code = 'provider-unavailable';
  readonly provider: string;
  constructor(provider: string, options?: { readonly cause?: unknown }) {
    super(`'${provider}' does not answer`, options);
    this.provider = provider;
    this.name = 'ProviderUnavailable';
  }
}
