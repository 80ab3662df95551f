/** The options of one SAML identity provider. */
export interface SamlOptions {
  /** The provider's name in the policy and in paths: `corp-saml`. 1 to 100 of `a-z`, `0-9` and `-`. */
  readonly id: string;
  /** The provider's name as shown to people: `Example Corp`. */
  readonly name: string;
  /** The provider's metadata as XML, or the same facts as an object. */
  readonly idpMetadata: string | IdentityProviderFacts;
  /** The roles that the provider may give. Default: none. */
  readonly roles?: readonly string[] | undefined;
  /** The attribute that lists the roles. Default: `groups`. */
  readonly rolesAttribute?: string | undefined;
  /**
   * The attribute that identifies the person. Its value must never change and must never be given to another person. A value with
   * white space at an end is refused. If absent, the persistent NameID is requested, and every other NameID is refused.
   */
  readonly subjectAttribute?: string | undefined;
  /** The service provider's entity id. Default: the address of the service provider's metadata. */
  readonly entityId?: string | undefined;
  /** Decrypts assertions. The service provider's metadata contains the certificate. */
  readonly decryption?: KeyPair | undefined;
  /** Signs requests. The service provider's metadata contains the certificate. */
  readonly signing?: KeyPair | undefined;
  /** The greatest difference between the provider's clock and the engine's clock. At most `5m`. Default: `60s`. */
  readonly clockSkew?: string | undefined;
  /** Requires a signature of the assertion itself. By default, a signature of the response is enough. */
  readonly wantAssertionsSigned?: boolean | undefined;
  /** Requires a signature of the response itself. By default, a signature of the assertion is enough. */
  readonly wantAuthnResponseSigned?: boolean | undefined;
}

/** The facts of an identity provider, for a provider without metadata. */
export interface IdentityProviderFacts {
  /** The identity provider's entity id. */
  readonly issuer: string;
  /** The identity provider's address for requests by HTTP-Redirect. https, or http on loopback. */
  readonly entryPoint: string;
  /** The identity provider's signing certificates, in PEM or as the base64 of metadata. Several while a key is replaced. */
  readonly certificates: readonly string[];
}

/** A key of the service provider. */
export interface KeyPair {
  /** The private key, in PEM, without a passphrase. */
  readonly key: string;
  /** The certificate of the key, in PEM. */
  readonly certificate: string;
}
