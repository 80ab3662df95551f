import { ProviderUnavailable } from '@sallyport/store/providers';
import type { ServerMetadata } from 'openid-client';
import { mayAsk } from './address.ts';
import type { Settings } from './settings.ts';

export interface Metadata {
  readonly server: ServerMetadata;
  readonly tokenEndpoint: string;
  readonly keysAddress: string;
  readonly endSessionEndpoint: string | undefined;
}

/** An attacker could sign HMAC with the published key as the secret (RFC 8725 §3.1). */
const SIGNATURES = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

export function metadataFrom(server: ServerMetadata, settings: Settings): Metadata {
  const wrong = (what: string): ProviderUnavailable =>
    new ProviderUnavailable(settings.id, { cause: new Error(`Its discovery document ${what}`) });
  // openid-client lets the issuer differ: identities of every tenant would be accepted.
  if (!URL.canParse(server.issuer) || new URL(server.issuer).href !== settings.issuer.href) {
    throw wrong('names another issuer');
  }
  const address = (name: 'authorization_endpoint' | 'token_endpoint' | 'jwks_uri' | 'end_session_endpoint'): string => {
    const value: unknown = server[name];
    if (typeof value !== 'string' || !URL.canParse(value)) throw wrong(`has no ${name}`);
    const url = new URL(value);
    if (!mayAsk(url, settings.insecureLoopback)) throw wrong(`has a ${name} that is asked by plain http`);
    return url.href;
  };
  address('authorization_endpoint');
  const idToken = signaturesOf(server.id_token_signing_alg_values_supported) ?? ['RS256'];
  return {
    server: {
      ...server,
      id_token_signing_alg_values_supported: idToken,
      userinfo_signing_alg_values_supported: signaturesOf(server.userinfo_signing_alg_values_supported) ?? idToken,
    },
    tokenEndpoint: address('token_endpoint'),
    keysAddress: address('jwks_uri'),
    endSessionEndpoint: server.end_session_endpoint === undefined ? undefined : address('end_session_endpoint'),
  };
}

function signaturesOf(names: unknown): string[] | undefined {
  return Array.isArray(names)
    ? names.filter((name): name is string => typeof name === 'string' && SIGNATURES.test(name))
    : undefined;
}
