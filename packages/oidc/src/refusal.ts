import type { ProviderAnswer } from '@sallyport/store/providers';
import { NotBelieved } from './not-believed.ts';

/**
 * What the provider answers for a person who turned back, or whom it cannot sign in without asking something that they do not give
 * (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6).
 */
const TURNED_BACK = [
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
];

/** What an error of openid-client means. Its messages are fixed texts; what an error holds beside them is not shown. */
export function refusalOf(error: unknown): ProviderAnswer {
  if (!(error instanceof Error)) return refused('something was thrown that is no error');
  const answered = 'error' in error ? nameOf(error.error) : undefined;
  switch (codeOf(error)) {
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      if (answered !== undefined && TURNED_BACK.includes(answered)) return { outcome: 'cancelled' };
      return refused(`the provider sent the person back with ${answered ?? 'an error'}`);
    case 'OAUTH_RESPONSE_BODY_ERROR':
      return refused(`the provider answered ${answered ?? 'an error'}`);
    case 'OAUTH_WWW_AUTHENTICATE_CHALLENGE':
      return refused('the provider does not accept the credentials it was asked with');
  }
  if (error instanceof NotBelieved) return refused(error.message);
  const told = [error.cause, error].find((each): each is Error => each instanceof Error && isLibraryCode(codeOf(each)));
  // The platform's own messages may quote what they were given.
  return refused(told?.message ?? `an unexpected ${error.name}`);
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

/** An error's name as the standards write them; anything else may be what a stranger typed. */
function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z_]{1,50}$/.test(value) ? value : undefined;
}
