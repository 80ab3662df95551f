import { readFileSync } from 'node:fs';
import type { SamlOptions } from '@sallyport/saml';
import { providerRoles } from './from-environment.ts';

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
