import { readFileSync } from 'node:fs';
import type { Directory } from '@sallyport/engine';
import { ldap } from '@sallyport/ldap';
import { providerRoles } from './sso/from-environment.ts';

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
    url: LDAP_URL,
    base: LDAP_BASE,
    bindDn: LDAP_BIND_DN,
    bindPassword: LDAP_BIND_PASSWORD,
    filter: LDAP_FILTER,
    roles: providerRoles(environment),
    ...(LDAP_CA === undefined ? {} : { ca: readFileSync(LDAP_CA), startTls: LDAP_URL.startsWith('ldap://') }),
  });
}
