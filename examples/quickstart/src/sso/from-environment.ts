import type { OidcOptions } from '@sallyport/oidc';
import { CORP } from './people.ts';

/** What the environment says of a provider of one's own. */
export interface SsoEnvironment {
  readonly OIDC_ISSUER?: string;
  readonly OIDC_CLIENT_ID?: string;
  readonly OIDC_CLIENT_SECRET?: string;
  readonly PROVIDER_ROLES?: string;
}

/** The provider that the environment names, if it names one. Plain http is taken on loopback. */
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

/** `employee, contractor`: the roles that providers may give. */
export function providerRoles({
  PROVIDER_ROLES: list = '',
}: Pick<SsoEnvironment, 'PROVIDER_ROLES'>): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
