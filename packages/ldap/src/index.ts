/**
 * `@sallyport/ldap`: passwords of an LDAP directory or of Active Directory, asked by a bind.
 *
 * @packageDocumentation
 */
export { LdapConfigError, type LdapConfigProblem } from './config-error.ts';
export { ldap } from './ldap.ts';
export type { LdapConnections, LdapGroups, LdapOptions, LdapTimeouts, NameForm } from './options.ts';
