import type { Instant } from '@sallyport/core';
import type { ClientAuth, Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import type { Settings } from './settings.ts';

export const CLOCK_TOLERANCE = 30;

export interface ClientFor {
  readonly now: Instant;
  readonly fetch?: CustomFetch;
  readonly isSignatureVerified?: true;
}

/** By default the library skips the signature of tokens from the token endpoint (OpenID Connect Core 1.0 §3.1.3.7, 6). */
export async function clientOf(
  settings: Settings,
  { server }: Metadata,
  { now, fetch, isSignatureVerified }: ClientFor,
): Promise<Configuration> {
  const library = await openidClient();
  const configuration = new library.Configuration(
    server,
    settings.clientId,
    {
      [library.clockSkew]: (now - Date.now()) / 1_000,
      [library.clockTolerance]: CLOCK_TOLERANCE,
    },
    authentication(library, server, settings),
  );
  if (fetch !== undefined) configuration[library.customFetch] = fetch;
  if (settings.insecureLoopback) library.allowInsecureRequests(configuration);
  if (isSignatureVerified === undefined) library.enableNonRepudiationChecks(configuration);
  return configuration;
}

function authentication(
  library: typeof import('openid-client'),
  { token_endpoint_auth_methods_supported: methods }: ServerMetadata,
  { clientSecret: secret, clientAuthentication }: Settings,
): ClientAuth {
  if (secret === undefined) return library.None();
  const postOnly = methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
  const method = clientAuthentication ?? (postOnly ? 'client_secret_post' : 'client_secret_basic');
  return method === 'client_secret_post' ? library.ClientSecretPost(secret) : clientSecretBasic(secret);
}

/** LemonLDAP::NG and glewlwyd know no client `our%2Dapp`. */
function clientSecretBasic(secret: string): ClientAuth {
  return (_server, { client_id: id }, _body, headers) => {
    const credentials = Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
