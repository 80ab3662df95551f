import type { Instant } from '@sallyport/core';
import type { ClientAuth, Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import type { Settings } from './settings.ts';

/** Seconds. */
export const CLOCK_TOLERANCE = 30;

/** By default the library skips the signature of tokens from the token endpoint, and trusts TLS instead (OpenID Connect Core 1.0 §3.1.3.7, 6). */
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

/** Unless the provider lists `client_secret_post` and not `client_secret_basic`. */
function authentication(
  library: typeof import('openid-client'),
  { token_endpoint_auth_methods_supported: methods }: ServerMetadata,
  secret: string | undefined,
): ClientAuth {
  if (secret === undefined) return library.None();
  const postOnly = methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
  return postOnly ? library.ClientSecretPost(secret) : library.ClientSecretBasic(secret);
}
