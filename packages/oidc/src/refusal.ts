import { type ProviderAnswer, ProviderUnavailable } from '@sallyport/store/providers';
import { NotBelieved } from './not-believed.ts';

/** RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6. */
const TURNED_BACK = [
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
];

/** The provider judged nothing (RFC 6749 §4.1.2.1). */
const OUT_OF_ORDER = ['temporarily_unavailable', 'server_error'];

/** Keycloak's description of `temporarily_unavailable`: the person signed in there meanwhile, or the page was too old. */
const EXPIRED = 'authentication_expired';

/**
 * `why` quotes only the library's fixed texts: the other members of an error may contain secrets.
 *
 * @throws ProviderUnavailable if the provider says that it is out of order
 */
export function refusalOf(provider: string, error: unknown): ProviderAnswer {
  if (!(error instanceof Error)) return refused('the thrown value is not an Error');
  const answered = 'error' in error ? nameOf(error.error) : undefined;
  const isOutOfOrder = answered !== undefined && OUT_OF_ORDER.includes(answered);
  switch (codeOf(error)) {
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      if (answered !== undefined && TURNED_BACK.includes(answered)) return { outcome: 'cancelled' };
      if (isOutOfOrder && 'error_description' in error && error.error_description === EXPIRED)
        return { outcome: 'expired' };
      if (isOutOfOrder) throw outOfOrder(provider, `the provider sent the person back with ${answered}`);
      return refused(`the provider sent the person back with ${answered ?? 'an error'}`);
    case 'OAUTH_RESPONSE_BODY_ERROR':
      if (isOutOfOrder) throw outOfOrder(provider, `the provider answered ${answered}`);
      return refused(`the provider answered ${answered ?? 'an error'}`);
    case 'OAUTH_WWW_AUTHENTICATE_CHALLENGE':
      return refused('the provider does not accept the credentials it was asked with');
  }
  if (error instanceof NotBelieved) return refused(error.message);
  const known = [error.cause, error].find(
    (each): each is Error => each instanceof Error && isLibraryCode(codeOf(each)),
  );
  // The platform's own messages may quote their input.
  return refused(known?.message ?? `an unexpected ${error.name}`);
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
