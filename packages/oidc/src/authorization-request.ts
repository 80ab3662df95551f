import type { ProviderKept, ProviderRequest } from '@sallyport/store/providers';
import type { ServerMetadata } from 'openid-client';
import { requestedClaim } from './roles-claim.ts';
import type { Settings } from './settings.ts';

export interface Kept {
  readonly nonce: string;
  readonly verifier: string;
}

export function authorizationParameters(
  settings: Settings,
  server: ServerMetadata,
  request: ProviderRequest,
  { nonce, challenge }: Omit<Kept, 'verifier'> & { readonly challenge: string },
): Record<string, string> {
  const { callback, state, acr } = request;
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
    ...questionTo(server, request),
    ...(server.claims_parameter_supported === true && {
      claims: JSON.stringify({ id_token: askedClaims(settings, classes) }),
    }),
  };
}

const KNOW_SELECT_ACCOUNT = ['https://accounts.google.com', 'https://login.microsoftonline.com'];
const NO_LOGIN = 'https://accounts.google.com';

/** LemonLDAP::NG 2.16.1 ignores `max_age=0`, and glewlwyd 2.7.5 refuses it. */
function questionTo(
  server: ServerMetadata,
  { within, asksWho = false, asksAnew = false }: ProviderRequest,
): Record<string, string> {
  const age = within === undefined ? undefined : Math.max(1, Math.floor(within / 1_000));
  if (asksWho && knowsSelectAccount(server))
    return { prompt: 'select_account', ...(age !== undefined && { max_age: String(age) }) };
  if (!asksWho && !asksAnew && age === undefined) return {};
  return { ...(takesLogin(server) && { prompt: 'login' }), max_age: String(asksWho || asksAnew ? 1 : age) };
}

export function demandsSignIn(
  server: ServerMetadata,
  { within, asksWho = false, asksAnew = false }: ProviderRequest,
): boolean {
  return within !== undefined || asksAnew || (asksWho && !knowsSelectAccount(server));
}

function knowsSelectAccount({ issuer, prompt_values_supported: supported }: ServerMetadata): boolean {
  const isListed = Array.isArray(supported) && supported.includes('select_account');
  return isListed || KNOW_SELECT_ACCOUNT.includes(new URL(issuer).origin);
}

function takesLogin({ issuer, prompt_values_supported: supported }: ServerMetadata): boolean {
  return Array.isArray(supported) ? supported.includes('login') : new URL(issuer).origin !== NO_LOGIN;
}

function scopesOf({ scopes, roles, rolesClaim }: Settings, { scopes_supported: supported }: ServerMetadata): string[] {
  if (scopes !== undefined) return [...scopes];
  const ofRoles = roles.length > 0 && Array.isArray(supported) && supported.includes(rolesClaim) ? [rolesClaim] : [];
  return ['openid', 'email', 'profile', ...ofRoles];
}

function askedClaims({ roles, rolesClaim }: Settings, classes: readonly string[]): Record<string, null> {
  return {
    amr: null,
    auth_time: null,
    ...(classes.length === 0 && { acr: null }),
    ...(roles.length > 0 && { [requestedClaim(rolesClaim)]: null }),
  };
}

export function toKept({ nonce, verifier }: Kept): ProviderKept {
  return { nonce, verifier };
}

export function fromKept({ nonce, verifier }: ProviderKept): Kept | undefined {
  return typeof nonce === 'string' && typeof verifier === 'string' ? { nonce, verifier } : undefined;
}
