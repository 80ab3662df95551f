import { type ProviderAnswer, ProviderUnavailable } from '@sallyport/store/providers';
import type { ServerMetadata } from 'openid-client';
import { NotBelieved } from './not-believed.ts';

const TURNED_BACK = [
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
];

const OUT_OF_ORDER = ['temporarily_unavailable', 'server_error'];

const EXPIRED = 'authentication_expired';

/** The other members of an error may contain secrets. */
export function refusalOf(provider: string, error: unknown, server?: ServerMetadata): ProviderAnswer {
  if (!(error instanceof Error)) return refused('the thrown value is not an Error');
  const answered = 'error' in error ? nameOf(error.error) : undefined;
  const isOutOfOrder = answered !== undefined && OUT_OF_ORDER.includes(answered);
  switch (codeOf(error)) {
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      if (answered !== undefined && TURNED_BACK.includes(answered)) return { outcome: 'cancelled' };
      if (isOutOfOrder && 'error_description' in error && error.error_description === EXPIRED)
        return { outcome: 'expired' };
      if (isOutOfOrder) throw outOfOrder(provider, `the provider sent the person back with ${answered}`);
      return refused(
        `the provider sent the person back with ${answered ?? 'an error'}${withoutPkce(answered, server)}`,
      );
    case 'OAUTH_RESPONSE_BODY_ERROR':
      if (isOutOfOrder) throw outOfOrder(provider, `the provider answered ${answered}`);
      return refused(`the provider answered ${answered ?? 'an error'}`);
    case 'OAUTH_WWW_AUTHENTICATE_CHALLENGE':
      return refused('the provider does not accept the credentials it was asked with');
  }
  const algorithm = algorithmIn(error);
  if (algorithm !== undefined) {
    const remedy = 'choose RS256 or ES256 for this app at the provider';
    return refused(`the provider signs with ${algorithm}, whose key is the secret that the app has as well: ${remedy}`);
  }
  if (error instanceof NotBelieved) return refused(error.message);
  return refused(complaintIn(error) ?? `an unexpected ${error.name}`);
}

export function complaintIn(error: Error): string | undefined {
  const known = [error.cause, error].find(
    (each): each is Error => each instanceof Error && isLibraryCode(codeOf(each)),
  );
  return known?.message;
}

function withoutPkce(answered: string | undefined, server: ServerMetadata | undefined): string {
  if (answered !== 'invalid_request' || server === undefined) return '';
  const listed: unknown = server.code_challenge_methods_supported;
  if (Array.isArray(listed) && listed.includes('S256')) return '';
  return ', and its discovery document does not list S256: allow PKCE with S256 for this app at the provider';
}

function algorithmIn(error: Error): string | undefined {
  for (
    let inner: unknown = error;
    typeof inner === 'object' && inner !== null;
    inner = 'cause' in inner ? inner.cause : undefined
  ) {
    const header: unknown = 'header' in inner ? inner.header : undefined;
    const alg: unknown = typeof header === 'object' && header !== null && 'alg' in header ? header.alg : undefined;
    if (typeof alg === 'string' && /^HS(256|384|512)$/.test(alg)) return alg;
  }
  return undefined;
}

function outOfOrder(provider: string, what: string): ProviderUnavailable {
  return new ProviderUnavailable(provider, { cause: new Error(what) });
}

function refused(why: string): ProviderAnswer {
  return { outcome: 'refused', why };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function isLibraryCode(code: unknown): boolean {
  return typeof code === 'string' && code.startsWith('OAUTH_');
}

/** Another value may be text from a stranger, and is not logged. */
function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z_]{1,50}$/.test(value) ? value : undefined;
}
