import type { ProvidedIdentity, SignInProvider } from '@sallyport/store/providers';
import { type Identity, isName, rolesGiven } from '../identity.ts';

const MOST_WORDS = 50;
const LONGEST_WORD = 200;

/** Whether an identity is of a form that can be kept: else it is nobody's. */
export function isSound({ issuer, subject }: ProvidedIdentity): boolean {
  return isName(subject) && isName(issuer, 1_024);
}

/** What a provider asserts, in words that a policy can name; others are left out, as if it had not said them. */
export function wordsOf({ acr, amr }: ProvidedIdentity): { readonly acr?: string; readonly amr?: readonly string[] } {
  const words = (amr ?? []).filter((word) => isName(word, LONGEST_WORD)).slice(0, MOST_WORDS);
  return {
    acr: acr !== undefined && isName(acr, LONGEST_WORD) ? acr : undefined,
    amr: amr === undefined ? undefined : words,
  };
}

/** Who it is, as far as whose account it is depends on it. */
export function identityAt(provider: SignInProvider, identity: ProvidedIdentity): Identity {
  const { issuer, subject, email, roles } = identity;
  const said = wordsOf(identity);
  return { method: 'sso', provider: provider.id, issuer, subject, email, roles: rolesGiven(provider, roles), said };
}
