/** What a host says of one SAML identity provider. */
export interface SamlOptions {
  /** What the policy and paths name it by: `corp-saml`. */
  readonly id: string;
  /** What people know it by: `Example Corp`. */
  readonly name: string;
  /** The provider: its metadata as XML, or what would be read from that. */
  readonly idpMetadata: string | IdentityProviderFacts;
  /** The roles that are its to give; default none. */
  readonly roles?: readonly string[] | undefined;
  /** The attribute that tells roles; default `groups`. */
  readonly rolesAttribute?: string | undefined;
  /**
   * The attribute that tells who it is, which never changes and is never given to another person. Absent: the persistent NameID is
   * asked for, and no other is taken.
   */
  readonly subjectAttribute?: string | undefined;
  /** What the provider knows us by; default: the address of our metadata. */
  readonly entityId?: string | undefined;
  /** The private key, in PEM, that assertions are encrypted for; `certificate` belongs to it, and stands in our metadata. */
  readonly decryption?: KeyPair | undefined;
  /** The private key, in PEM, that signs our requests; `certificate` belongs to it, and stands in our metadata. */
  readonly signing?: KeyPair | undefined;
  /** How far the provider's clock may be from ours; default `60s`, at most `5m`. */
  readonly clockSkew?: string | undefined;
  /** Whether the assertion itself has to be signed; default: it or the response. */
  readonly wantAssertionsSigned?: boolean | undefined;
  /** Whether the response itself has to be signed; default: it or the assertion. */
  readonly wantAuthnResponseSigned?: boolean | undefined;
}

export interface IdentityProviderFacts {
  /** Its entity id. */
  readonly issuer: string;
  /** Where it takes requests by HTTP-Redirect. */
  readonly entryPoint: string;
  /** The certificates it signs with, in PEM or as the base64 of metadata: several while a key is replaced. */
  readonly certificates: readonly string[];
}

export interface KeyPair {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}
