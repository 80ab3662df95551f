import type { ProvidedIdentity, SignInProvider } from '../providers/provider.ts';
import type { AccountRecord } from '../store/records.ts';

const LONGEST = 255;
const MOST_WORDS = 50;
const LONGEST_WORD = 200;

/** Whether an identity is of a form that can be kept: else it is nobody's. */
export function isSound({ issuer, subject }: ProvidedIdentity): boolean {
  return isName(subject, LONGEST) && isName(issuer, 1_024);
}

function isName(text: unknown, longest: number): boolean {
  return typeof text === 'string' && text !== '' && text.length <= longest && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** What a provider asserts, in words that a policy can name; others are left out, as if it had not said them. */
export function wordsOf({ acr, amr }: ProvidedIdentity): { readonly acr?: string; readonly amr?: readonly string[] } {
  const words = (amr ?? []).filter((word) => isName(word, LONGEST_WORD)).slice(0, MOST_WORDS);
  return {
    ...(acr !== undefined && isName(acr, LONGEST_WORD) ? { acr } : {}),
    ...(amr === undefined ? {} : { amr: words }),
  };
}

/** The roles that are the provider's to give, of those it tells. */
export function rolesGiven(source: Pick<SignInProvider, 'roles'>, told: readonly string[]): readonly string[] {
  return [...new Set(source.roles)].filter((role) => told.includes(role));
}

/** The account with the roles that a provider told now in the place of those it told before. */
export function withProviderRoles(account: AccountRecord, provider: string, roles: readonly string[]): AccountRecord {
  const before = account.providerRoles?.[provider] ?? [];
  if (before.length === roles.length && roles.every((role) => before.includes(role))) return account;
  return { ...account, providerRoles: { ...account.providerRoles, [provider]: roles } };
}
