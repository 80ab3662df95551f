import type { ProviderRequest, ProviderState } from '@sallyport/store/providers';
import type { ServerMetadata } from 'openid-client';
import type { Settings } from './settings.ts';

/** What is kept, from everyone else, until the person is back. */
export interface Kept {
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
  /** Seconds. The person was asked to have proved who they are no longer ago. */
  readonly maxAge: number | undefined;
}

/** The parameters that the person is sent with (OpenID Connect Core 1.0 §3.1.2.1). */
export function authorizationParameters(
  settings: Settings,
  server: ServerMetadata,
  { callback, state, acr }: ProviderRequest,
  { nonce, challenge, maxAge }: Omit<Kept, 'verifier'> & { readonly challenge: string },
): Record<string, string> {
  // Their list is separated by spaces.
  const classes = acr.filter((name) => name !== '' && !/\s/.test(name));
  return {
    redirect_uri: callback,
    scope: scopesOf(settings, server).join(' '),
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(classes.length > 0 && { acr_values: classes.join(' ') }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(server.claims_parameter_supported === true && {
      claims: JSON.stringify({ id_token: askedClaims(settings, classes) }),
    }),
  };
}

function scopesOf({ scopes, roles, rolesClaim }: Settings, { scopes_supported: supported }: ServerMetadata): string[] {
  if (scopes !== undefined) return [...scopes];
  const ofRoles = roles.length > 0 && Array.isArray(supported) && supported.includes(rolesClaim) ? [rolesClaim] : [];
  return ['openid', 'email', 'profile', ...ofRoles];
}

/** Many providers tell how and when somebody was signed in only if they are asked. `acr` is asked for by `acr_values`, not twice. */
function askedClaims({ roles, rolesClaim }: Settings, classes: readonly string[]): Record<string, null> {
  return {
    amr: null,
    auth_time: null,
    ...(classes.length === 0 && { acr: null }),
    ...(roles.length > 0 && { [rolesClaim]: null }),
  };
}

export function toState({ nonce, verifier, maxAge }: Kept): ProviderState {
  return { nonce, verifier, ...(maxAge !== undefined && { maxAge }) };
}

/** @returns `undefined` if something is not as it was kept */
export function fromState({ nonce, verifier, maxAge }: ProviderState): Kept | undefined {
  if (typeof nonce !== 'string' || typeof verifier !== 'string') return undefined;
  if (maxAge !== undefined && typeof maxAge !== 'number') return undefined;
  return { nonce, verifier, maxAge };
}
