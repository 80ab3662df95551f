import type { ProviderKept, ProviderRequest } from '@sallyport/store/providers';
import type { ServerMetadata } from 'openid-client';
import type { Settings } from './settings.ts';

export interface Kept {
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
  /** Seconds: the `max_age` of the request. */
  readonly maxAge: number | undefined;
}

/** OpenID Connect Core 1.0 §3.1.2.1. */
export function authorizationParameters(
  settings: Settings,
  server: ServerMetadata,
  { callback, state, acr, asksWho = false }: ProviderRequest,
  { nonce, challenge, maxAge }: Omit<Kept, 'verifier'> & { readonly challenge: string },
): Record<string, string> {
  // Separated by spaces, so a name with a space cannot be sent.
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
    ...(asksWho && newChoice(server)),
    ...(server.claims_parameter_supported === true && {
      claims: JSON.stringify({ id_token: askedClaims(settings, classes) }),
    }),
  };
}

/** They document `prompt=select_account`, and do not list it in their discovery document. */
const KNOW_SELECT_ACCOUNT = ['https://accounts.google.com', 'https://login.microsoftonline.com'];

/** Every provider has to know `max_age=0`. `select_account` suits better, and is an error at a provider that does not know it. */
function newChoice({ issuer, prompt_values_supported: supported }: ServerMetadata): Record<string, string> {
  const isListed = Array.isArray(supported) && supported.includes('select_account');
  return isListed || KNOW_SELECT_ACCOUNT.includes(new URL(issuer).origin)
    ? { prompt: 'select_account' }
    : { max_age: '0' };
}

function scopesOf({ scopes, roles, rolesClaim }: Settings, { scopes_supported: supported }: ServerMetadata): string[] {
  if (scopes !== undefined) return [...scopes];
  const ofRoles = roles.length > 0 && Array.isArray(supported) && supported.includes(rolesClaim) ? [rolesClaim] : [];
  return ['openid', 'email', 'profile', ...ofRoles];
}

/** Many providers send these only on request. */
function askedClaims({ roles, rolesClaim }: Settings, classes: readonly string[]): Record<string, null> {
  return {
    amr: null,
    auth_time: null,
    ...(classes.length === 0 && { acr: null }),
    ...(roles.length > 0 && { [rolesClaim]: null }),
  };
}

export function toKept({ nonce, verifier, maxAge }: Kept): ProviderKept {
  return { nonce, verifier, ...(maxAge !== undefined && { maxAge }) };
}

/** `undefined` if a member is missing or has another type. */
export function fromKept({ nonce, verifier, maxAge }: ProviderKept): Kept | undefined {
  if (typeof nonce !== 'string' || typeof verifier !== 'string') return undefined;
  if (maxAge !== undefined && typeof maxAge !== 'number') return undefined;
  return { nonce, verifier, maxAge };
}
