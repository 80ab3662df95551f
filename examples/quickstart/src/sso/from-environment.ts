import type { OidcOptions } from '@sallyport/oidc';
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
