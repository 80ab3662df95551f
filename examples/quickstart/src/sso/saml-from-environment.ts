import { readFileSync } from 'node:fs';
import type { SamlOptions } from '@sallyport/saml';
import { providerRoles } from './from-environment.ts';

/** What the environment says of a SAML identity provider of one's own. */
export interface SamlEnvironment {
  /** A file: the provider's metadata. */
  readonly SAML_IDP_METADATA?: string;
  /** `employee, contractor`: the roles that providers may give. */
  readonly PROVIDER_ROLES?: string;
}

/** The SAML identity provider that the environment names, if it names one. @throws Error if its metadata cannot be read */
export function corpSamlOf({ SAML_IDP_METADATA: file = '', ...rest }: SamlEnvironment): SamlOptions | undefined {
  if (file === '') return undefined;
  return {
    id: 'corp-saml',
    name: 'Example Corp by SAML',
    idpMetadata: readFileSync(file, 'utf8'),
    roles: providerRoles(rest),
  };
}
