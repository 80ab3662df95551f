/**
 * `@sallyport/oidc`: sign-in by an OpenID Connect provider, on openid-client.
 *
 * @packageDocumentation
 */
export { OidcConfigError, type OidcProblem } from './config-error.ts';
export { oidc } from './oidc.ts';
export type { OidcOptions } from './options.ts';
