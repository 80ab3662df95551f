import type { Instant } from '@sallyport/core';
import type { ClientAuth, Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import type { Settings } from './settings.ts';

/** Seconds by which the provider's clock may differ from the engine's clock. */
export const CLOCK_TOLERANCE = 30;

/**
 * The openid-client configuration for one request. Times are checked against the engine's clock. Every signature is verified: by default
 * the library trusts TLS instead and skips the signature of tokens from the token endpoint (OpenID Connect Core 1.0 §3.1.3.7, 6).
 */
export async function clientOf(
  settings: Settings,
  { server }: Metadata,
  { now, fetch }: { readonly now: Instant; readonly fetch?: CustomFetch },
): Promise<Configuration> {
  const library = await openidClient();
  const configuration = new library.Configuration(
    server,
    settings.clientId,
    {
      [library.clockSkew]: (now - Date.now()) / 1_000,
      [library.clockTolerance]: CLOCK_TOLERANCE,
    },
    authentication(library, server, settings.clientSecret),
  );
  if (fetch !== undefined) configuration[library.customFetch] = fetch;
  if (settings.insecureLoopback) library.allowInsecureRequests(configuration);
  library.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** `client_secret_basic`, unless the provider lists `client_secret_post` and does not list `client_secret_basic`. */
function authentication(
  library: typeof import('openid-client'),
  { token_endpoint_auth_methods_supported: methods }: ServerMetadata,
  secret: string | undefined,
): ClientAuth {
  if (secret === undefined) return library.None();
  const postOnly = methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
  return postOnly ? library.ClientSecretPost(secret) : library.ClientSecretBasic(secret);
}
