import type { Account } from '@sallyport/browser';

/** An identity whose provider or directory the app has no more counts for nothing. */
export function usedIdentities({ externalIds }: Pick<Account, 'externalIds'>): Account['externalIds'] {
  return externalIds.filter(({ name }) => name !== undefined);
}
