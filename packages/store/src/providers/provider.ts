import type { Instant, Milliseconds } from '@sallyport/core';

/** The common members of single sign-on providers and directories. */
interface IdentitySource {
  /** The id in the policy, in paths and in external ids: `corp`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  /** The name for people: `Example Corp`. */
  readonly name: string;
  /** The roles allowed from this source. The engine ignores further roles in the answers. */
  readonly roles: readonly string[];
}

/**
 * A single sign-on provider, by OpenID Connect or SAML: the person goes there and comes back with the provider's answer.
 * `@sallyport/oidc` and `@sallyport/saml` make providers.
 */
export interface SignInProvider extends IdentitySource {
  /** The protocol. */
  readonly kind: 'oidc' | 'saml';
  /**
   * Returns the address of the provider's page, and `kept`: values of the provider that the engine keeps in the flow, secret from everyone
   * else, until the person returns.
   *
   * @throws ProviderUnavailable if the provider does not answer.
   */
  begin(request: ProviderRequest): Promise<{ readonly location: string; readonly kept: ProviderKept }>;
  /**
   * Judges a response: makes every check of the protocol. Never throws for a response that anybody can send. Writes no record and no
   * single-use value. A SAML response is judged twice: when the provider's page posts the response, before the engine keeps it, and when the person
   * returns.
   *
   * @throws ProviderUnavailable if the provider does not answer.
   */
  finish(response: ProviderResponse): Promise<ProviderAnswer>;
  /** SAML: the metadata of the service provider, as XML, for the identity provider. */
  metadata?(callback: string): Promise<string> | string;
  /**
   * The address where a person signs out at the provider, if the provider has such a page. `hint` is the `logoutHint` that `finish`
   * returned.
   */
  logout?(request: {
    readonly hint?: string | undefined;
    readonly returnTo: string;
  }): Promise<string | undefined> | string | undefined;
  /** Closes open connections. */
  close?(): Promise<void> | void;
}

/** A journey of a person to the provider. */
export interface ProviderRequest {
  /** The absolute address of the engine's callback. */
  readonly callback: string;
  /**
   * Comes back with the response (`state`, `RelayState`). The engine makes the value, and the value is not secret. The engine compares this
   * value with the flow's; for SAML it also finds the waiting request by it.
   */
  readonly state: string;
  /**
   * The authentication context classes that the policy names for this provider: every `acr` in the provider's `trust`, and every `acr` in a pattern
   * of the policy's own strengths that names this provider or no provider. The provider asks for these classes (`acr_values`,
   * RequestedAuthnContext). May be empty.
   */
  readonly acr: readonly string[];
  /** The longest time since the person's last proof at the provider, in milliseconds (`max_age`, or ForceAuthn in SAML). */
  readonly within?: Milliseconds | undefined;
  /**
   * A return in the same flow failed, perhaps because the person came back as somebody whom the flow does not accept. Or the person wants to sign
   * in as somebody else. The provider asks who signs in, and does not answer by its own session alone (`prompt=select_account` or `max_age=0`, or
   * ForceAuthn in SAML). The engine does not depend on the question.
   */
  readonly asksWho?: boolean | undefined;
  /** The time of the request, in milliseconds since 1970. */
  readonly now: Instant;
}

/** The values that a provider keeps in the flow during a journey. Plain JSON, and small, because every step of the flow reads the values: nonce, PKCE verifier, request id. */
export type ProviderKept = Readonly<Record<string, string | number | boolean | null>>;

/** A person's return from the provider. */
export interface ProviderResponse {
  /** The address to which the response came: the same as in the request. */
  readonly callback: string;
  /** The `state` of the request. */
  readonly state: string;
  /** The `kept` that `begin` returned. */
  readonly kept: ProviderKept;
  /**
   * OIDC: the parameters of the callback's query. SAML: the fields of the posted form. The engine refuses a repeated parameter before
   * this call.
   */
  readonly parameters: Readonly<Record<string, string>>;
  /** The time of the response, for the judgement of its times. */
  readonly now: Instant;
}

/** The result of a journey. */
export type ProviderAnswer =
  | { readonly outcome: 'signed-in'; readonly identity: ProvidedIdentity }
  /** The person, or the provider for the person, cancelled (`access_denied`). */
  | { readonly outcome: 'cancelled' }
  /** The response is not valid. `why` is for the operator's log and contains no secret. */
  | { readonly outcome: 'refused'; readonly why: string };

/** The verified statement of a provider on the person. */
export interface ProvidedIdentity {
  /** The issuer (OIDC) or the entity id (SAML). */
  readonly issuer: string;
  /**
   * Never changes, and never goes to another person: `sub`, the persistent NameID, or the attribute that the host names. At most 255
   * characters.
   */
  readonly subject: string;
  /** The asserted mail address. `verified` is `email_verified` in OIDC. A SAML provider is trusted for its addresses. */
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Absent if unknown. */
  readonly acr?: string;
  /** The methods at the provider (RFC 8176). Absent if unknown. */
  readonly amr?: readonly string[];
  /** The instant of the person's proof at the provider (`auth_time`, AuthnInstant). */
  readonly authTime?: Instant;
  /**
   * The asserted roles. The engine takes only those in the provider's `roles`. Absent if the provider said nothing about roles, as an OpenID
   * provider does that was not asked: then the account keeps the roles that the provider gave before, with their date.
   */
  readonly roles?: readonly string[];
  /** An assertion's one-time id, and the end of the time in which the assertion is valid. */
  readonly once?: { readonly id: string; readonly expiresAt: Instant };
  /** The hint for the provider's sign-out page: an id_token, at most 8 KiB. */
  readonly logoutHint?: string;
}

/** A directory that checks passwords by a bind. `@sallyport/ldap` makes directories. */
export interface Directory extends IdentitySource {
  /**
   * Finds the entry for an identifier. The engine counts guesses by `entry.key`, which is the same for every identifier of the entry.
   *
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  find(identifier: string): Promise<DirectoryFound>;
  /**
   * Finds the entry with that immutable id, if the entry may still sign in. Absent if the directory cannot find entries by id: then a
   * linked entry is found by the identifier that the person typed.
   *
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  findBySubject?(subject: string): Promise<DirectoryFound>;
  /**
   * Asks the directory whether the password is right, and returns the identity. Returns `undefined` if the password is wrong, or empty:
   * an empty password is never sent.
   *
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  verify(entry: DirectoryEntry, password: string): Promise<DirectoryIdentity | undefined>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** The result of a search for an entry. */
export type DirectoryFound =
  | { readonly outcome: 'found'; readonly entry: DirectoryEntry }
  | { readonly outcome: 'none' }
  /** More than one entry matches. Nobody can sign in, and the engine tells the operator. */
  | { readonly outcome: 'ambiguous' };

/** An entry whose password is not checked yet. */
export interface DirectoryEntry {
  /** Lower-case text that is the same for the same entry: the immutable id, or the normalised DN if only a bind may read the id. */
  readonly key: string;
  /** The distinguished name (RFC 4514), for the bind. */
  readonly dn: string;
  /** `entryUUID` or `objectGUID`. Absent if the id can be read only after the bind. */
  readonly subject?: string;
}

/** The verified statement of a directory on the person. */
export interface DirectoryIdentity {
  /** `entryUUID` or `objectGUID`. */
  readonly subject: string;
  /** The asserted mail address. */
  readonly email?: string;
  /** The asserted groups, by common name. The engine takes only those in `roles`. */
  readonly roles: readonly string[];
}

/** A provider or a directory does not answer, so no proof was judged. HTTP: 503 `provider-unavailable`. */
export class ProviderUnavailable extends Error {
  /** Always `provider-unavailable`. */
  readonly code = 'provider-unavailable';
  /** The name of the provider or directory in the host's configuration. */
  readonly provider: string;
  constructor(provider: string, options?: { readonly cause?: unknown }) {
    super(`'${provider}' does not answer`, options);
    this.provider = provider;
    this.name = 'ProviderUnavailable';
  }
}
