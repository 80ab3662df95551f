import type { Instant, Milliseconds } from '@sallyport/core';

/** What single sign-on providers and directories have in common. */
interface IdentitySource {
  /** What the policy, paths and external ids name it by: `corp`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  /** What people know it by: `Example Corp`. */
  readonly name: string;
  /** The roles that are its to give; of those it tells, no others are taken. */
  readonly roles: readonly string[];
}

/**
 * A provider that a person is sent to and comes back from with its word: OpenID Connect or SAML. `@sallyport/oidc` and
 * `@sallyport/saml` make them.
 */
export interface SignInProvider extends IdentitySource {
  readonly kind: 'oidc' | 'saml';
  /**
   * Where to send the person, and what has to be kept, in the flow and from everyone else, until they are back.
   * @throws ProviderUnavailable if the provider does not answer.
   */
  begin(request: ProviderRequest): Promise<{ readonly location: string; readonly kept: ProviderState }>;
  /**
   * Judges a response: checks everything that the protocol asks for. Never throws for a response that a stranger can send. Keeps and spends
   * nothing. A SAML response is judged twice: when the provider's page posts it, before it is kept, and when the person is back.
   * @throws ProviderUnavailable if the provider does not answer.
   */
  finish(response: ProviderResponse): Promise<ProviderAnswer>;
  /** SAML: what the provider is to know of us, as XML. */
  metadata?(callback: string): Promise<string> | string;
  /** Where a person signs out at the provider, if it has such a page; `hint` is what `finish` answered as `logoutHint`. */
  logout?(request: {
    readonly hint?: string | undefined;
    readonly returnTo: string;
  }): Promise<string | undefined> | string | undefined;
  /** Ends what it keeps open. */
  close?(): Promise<void> | void;
}

export interface ProviderRequest {
  /** The absolute address of our callback. */
  readonly callback: string;
  /** Comes back with the response (`state`, `RelayState`); the engine finds the flow by it and compares it. */
  readonly state: string;
  /** The authentication context classes the policy trusts it for, to be asked for (`acr_values`, RequestedAuthnContext). May be empty. */
  readonly acr: readonly string[];
  /** The person is to have proved who they are no longer ago than this (`max_age`; SAML: ForceAuthn). */
  readonly within?: Milliseconds | undefined;
  readonly now: Instant;
}

/** Plain JSON, at most 4 KiB: nonce, PKCE verifier, request id. */
export type ProviderState = Readonly<Record<string, string | number | boolean | null>>;

export interface ProviderResponse {
  readonly callback: string;
  /** What `begin` was given and answered. */
  readonly state: string;
  readonly kept: ProviderState;
  /** OIDC: the parameters of the callback's query. SAML: those of the posted form. A parameter that came twice is refused before. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly now: Instant;
}

export type ProviderAnswer =
  | { readonly outcome: 'signed-in'; readonly identity: ProvidedIdentity }
  /** The person, or the provider in their name, said no (`access_denied`). */
  | { readonly outcome: 'cancelled' }
  /** What came back is not believed. `why` is for the operator's log and holds nothing secret. */
  | { readonly outcome: 'refused'; readonly why: string };

/** What a provider says of whom it signed in, verified. */
export interface ProvidedIdentity {
  /** Who says it: the issuer, the entity id. */
  readonly issuer: string;
  /** Never changes and is never given to another: `sub`, the persistent NameID, or the attribute the host names. At most 255 characters. */
  readonly subject: string;
  /** The address it asserts; `verified` as the provider says (`email_verified`; a SAML provider speaks for its own addresses). */
  readonly email?: { readonly address: string; readonly verified: boolean };
  /** Absent is unknown. */
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** When the person proved who they are (`auth_time`, AuthnInstant). */
  readonly authTime?: Instant;
  /** The roles it tells, as it names them; only those in its `roles` are taken. */
  readonly roles: readonly string[];
  /** What works once: an assertion's id, until it could be believed no longer. */
  readonly once?: { readonly id: string; readonly expiresAt: Instant };
  /** What its sign-out page wants to be told: an id_token, at most 8 KiB. */
  readonly logoutHint?: string;
}

/** A directory whose passwords are asked by a bind. `@sallyport/ldap` makes it. */
export interface Directory extends IdentitySource {
  /**
   * The entry that an identifier means. `entry.key` is what guesses are counted by: the same for the same entry, whatever was typed.
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  find(identifier: string): Promise<DirectoryFound>;
  /**
   * The entry of that immutable id, if it is still one that may sign in. Absent if entries cannot be found by it: then those that are
   * linked to an account are found by what is typed.
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  findBySubject?(subject: string): Promise<DirectoryFound>;
  /**
   * Asks the directory whether this is the entry's password, and who it is. `undefined`: it is not. An empty password is never asked.
   * @throws ProviderUnavailable if the directory does not answer within 10 s.
   */
  verify(entry: DirectoryEntry, password: string): Promise<DirectoryIdentity | undefined>;
  /** Ends its connections. */
  close(): Promise<void>;
}

export type DirectoryFound =
  | { readonly outcome: 'found'; readonly entry: DirectoryEntry }
  | { readonly outcome: 'none' }
  /** More than one entry: nobody, and the operator is told. */
  | { readonly outcome: 'ambiguous' };

export interface DirectoryEntry {
  /** Lower-case text that is the same for the same entry: its immutable id, or its normalised DN if only a bind may read it. */
  readonly key: string;
  readonly dn: string;
  /** `entryUUID` or `objectGUID`; absent if it can be read only after the bind. */
  readonly subject?: string;
}

export interface DirectoryIdentity {
  /** `entryUUID` or `objectGUID`. */
  readonly subject: string;
  /** The address it asserts. */
  readonly email?: string;
  /** The groups it tells, by common name; only those in `roles` are taken. */
  readonly roles: readonly string[];
}

/** A provider or a directory does not answer: nobody's proof was judged. Answered as 503 `provider-unavailable`. */
export class ProviderUnavailable extends Error {
  readonly code = 'provider-unavailable';
  readonly provider: string;
  constructor(provider: string, options?: { readonly cause?: unknown }) {
    super(`'${provider}' does not answer`, options);
    this.provider = provider;
    this.name = 'ProviderUnavailable';
  }
}
