/**
 * `@sallyport/saml`: sign-in by a SAML 2.0 identity provider, on `@node-saml/node-saml`.
 *
 * @packageDocumentation
 */
export { SamlConfigError } from './config-error.ts';
export type { IdentityProviderFacts, KeyPair, SamlOptions } from './options.ts';
export { saml } from './saml.ts';
