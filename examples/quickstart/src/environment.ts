import { readFileSync } from 'node:fs';
import { type BreachedPasswords, type Directory, pwnedPasswords } from '@sallyport/engine';
import { ldap } from '@sallyport/ldap';
import type { OidcOptions } from '@sallyport/oidc';
import type { SamlOptions } from '@sallyport/saml';
import { CORP } from './people.ts';

/** Environment variables for your own provider. */
export interface SsoEnvironment {
  readonly OIDC_ISSUER?: string;
  readonly OIDC_CLIENT_ID?: string;
  readonly OIDC_CLIENT_SECRET?: string;
  readonly PROVIDER_ROLES?: string;
}

/** The provider from the environment, if set. Plain http is allowed on loopback. */
export function corpOf({
  OIDC_ISSUER: issuer = '',
  OIDC_CLIENT_ID: clientId = '',
  OIDC_CLIENT_SECRET: clientSecret = '',
  ...rest
}: SsoEnvironment): OidcOptions | undefined {
  if (issuer === '') return undefined;
  return {
    id: CORP,
    name: 'Example Corp',
    issuer,
    clientId,
    ...(clientSecret !== '' && { clientSecret }),
    roles: providerRoles(rest),
    allowInsecureLoopback: true,
  };
}

/** The roles that providers may give, from a list such as `employee, contractor`. */
export function providerRoles({
  PROVIDER_ROLES: list = '',
}: Pick<SsoEnvironment, 'PROVIDER_ROLES'>): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Environment variables for your own SAML identity provider. */
export interface SamlEnvironment {
  /** The file with the provider's metadata. */
  readonly SAML_IDP_METADATA?: string;
  /** The roles that providers may give, for example `employee, contractor`. */
  readonly PROVIDER_ROLES?: string;
}

/** The SAML identity provider from the environment, if set. @throws Error if its metadata cannot be read */
export function corpSamlOf({ SAML_IDP_METADATA: file = '', ...rest }: SamlEnvironment): SamlOptions | undefined {
  if (file === '') return undefined;
  return {
    id: 'corp-saml',
    name: 'Example Corp by SAML',
    idpMetadata: readFileSync(file, 'utf8'),
    roles: providerRoles(rest),
  };
}

/**
 * The list of breached passwords from the environment: `BREACHED_PASSWORDS` is the address of a server that speaks the range protocol, such as
 * `https://api.pwnedpasswords.com/range/`. The policy decides whether the list is asked.
 *
 * @throws SallyportConfigError if the address cannot be asked
 */
export function breachedPasswordsOf({
  BREACHED_PASSWORDS: url = '',
}: Readonly<Record<string, string | undefined>>): BreachedPasswords | undefined {
  return url === '' ? undefined : pwnedPasswords({ url });
}

/**
 * The directory from the environment, if `LDAP_URL` is set: `LDAP_BASE`, `LDAP_BIND_DN`, `LDAP_BIND_PASSWORD`, `LDAP_FILTER`, and
 * `LDAP_CA`, a file. With `LDAP_CA`, an `ldap://` connection starts TLS before sending any data.
 *
 * @throws LdapConfigError for an invalid configuration
 */
export function directoryOf(environment: Readonly<Record<string, string | undefined>>): Directory | undefined {
  const { LDAP_URL, LDAP_BASE, LDAP_BIND_DN, LDAP_BIND_PASSWORD, LDAP_FILTER, LDAP_CA } = environment;
  if (LDAP_URL === undefined) return undefined;
  return ldap({
    id: 'ldap',
    name: 'Directory',
    url: LDAP_URL.trim().split(/\s+/),
    base: LDAP_BASE,
    bindDn: LDAP_BIND_DN,
    bindPassword: LDAP_BIND_PASSWORD,
    filter: LDAP_FILTER,
    roles: providerRoles(environment),
    ...(LDAP_CA === undefined ? {} : { ca: readFileSync(LDAP_CA), startTls: LDAP_URL.startsWith('ldap://') }),
  });
}
