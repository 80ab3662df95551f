import { randomBytes } from 'node:crypto';
import type { ProviderDeparture, ProviderRequest, SignInProvider } from '@sallyport/store/providers';
import { type Configuration, configurationOf } from './configuration.ts';
import { judgeResponse } from './judge-response.ts';
import { metadataOf } from './metadata.ts';
import type { SamlOptions } from './options.ts';
import { serviceProvider } from './service-provider.ts';

/**
 * Makes a SAML 2.0 identity provider: web browser single sign-on (Profiles §4.1), always started by the service provider.
 *
 * @throws SamlConfigError if an option cannot work or is not safe
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { saml } from '@sallyport/saml';
 *
 * // Pass the provider to createSallyport({ providers: [corp] }).
 * const corp = saml({
 *   id: 'corp-saml',
 *   name: 'Example Corp',
 *   idpMetadata: readFileSync('idp-metadata.xml', 'utf8'),
 *   roles: ['staff'],
 * });
 * ```
 */
export function saml(options: SamlOptions): SignInProvider & { readonly kind: 'saml' } {
  const configuration = configurationOf(options);
  const { id, name, roles, warnings } = configuration;
  return {
    kind: 'saml',
    id,
    name,
    roles,
    warnings,
    begin: (request) => authnRequest(configuration, request),
    finish: (response) => judgeResponse(configuration, response),
    metadata: (callback) => metadataOf(configuration, callback),
  };
}

/** HTTP-Redirect (Bindings §3.4). */
async function authnRequest(
  configuration: Configuration,
  { callback, state, acr, within, asksWho = false, asksAnew: again = false }: ProviderRequest,
): Promise<ProviderDeparture> {
  const asksAnew = asksWho || again || within !== undefined;
  // An XML id begins with a letter or an underscore.
  const requestId = `_${randomBytes(20).toString('hex')}`;
  const sp = await serviceProvider(configuration, callback, {
    generateUniqueId: () => requestId,
    forceAuthn: asksAnew,
    ...(acr.length === 0 ? {} : { disableRequestedAuthnContext: false, authnContext: [...acr] }),
  });
  return { location: await sp.getAuthorizeUrlAsync(state, undefined, {}), kept: { requestId }, asksAnew };
}
