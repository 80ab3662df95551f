import type { Account } from '@sallyport/browser';

/** The app has no more the provider of an identity without a name. */
export function usedIdentities({ externalIds }: Pick<Account, 'externalIds'>): Account['externalIds'] {
  return externalIds.filter(({ name }) => name !== undefined);
}
