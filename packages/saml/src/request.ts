import { randomBytes } from 'node:crypto';
import type { ProviderRequest, ProviderState } from '@sallyport/store/providers';
import type { Configuration } from './configuration.ts';
import { serviceProvider } from './service-provider.ts';

/** Makes the address of an AuthnRequest by HTTP-Redirect (Bindings §3.4). `kept` holds the request id, for `InResponseTo`. */
export async function authnRequest(
  configuration: Configuration,
  { callback, state, acr, within }: ProviderRequest,
): Promise<{ readonly location: string; readonly kept: ProviderState }> {
  // An XML id begins with a letter or an underscore.
  const requestId = `_${randomBytes(20).toString('hex')}`;
  const provider = await serviceProvider(configuration, callback, {
    generateUniqueId: () => requestId,
    forceAuthn: within !== undefined,
    ...(acr.length === 0 ? {} : { disableRequestedAuthnContext: false, authnContext: [...acr] }),
  });
  return { location: await provider.getAuthorizeUrlAsync(state, undefined, {}), kept: { requestId } };
}
