import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import { type Identity, isName, rolesGiven } from '../identity.ts';

const MOST_WORDS = 50;
const LONGEST_WORD = 200;

/** Returns whether the identity's subject and issuer can be kept. Otherwise the identity is refused. */
export function isSound({ issuer, subject }: ProvidedIdentity): boolean {
  return isName(subject) && isName(issuer, 1_024);
}

/** The asserted values that a policy can name. Other values are dropped. */
export function wordsOf({ acr, amr }: ProvidedIdentity): { readonly acr?: string; readonly amr?: readonly string[] } {
  const words = (amr ?? []).filter((word) => isName(word, LONGEST_WORD)).slice(0, MOST_WORDS);
  return {
    acr: acr !== undefined && isName(acr, LONGEST_WORD) ? acr : undefined,
    amr: amr === undefined ? undefined : words,
  };
}

/** The members of the identity that decide the account. */
export function identityAt(provider: SignInProvider, identity: ProvidedIdentity): Identity {
  const { issuer, subject, email, roles } = identity;
  const said = wordsOf(identity);
  return { method: 'sso', provider: provider.id, issuer, subject, email, roles: rolesGiven(provider, roles), said };
}
