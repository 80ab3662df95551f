import { client, fill, h, withStepUp } from '@sallyport/pages/parts';

/**
 * Finds the account with exactly this identifier, or the only account whose identifier is this text before its `@`, or the only account that the
 * search finds.
 */
export async function findPerson(typed: string): Promise<string | undefined> {
  const { accounts } = await withStepUp(() => client.admin.accounts({ query: typed }));
  const asked = typed.toLowerCase();
  const exact = accounts.filter(({ identifiers }) => identifiers.includes(typed));
  const local = accounts.filter(({ identifiers }) => identifiers.some((one) => one.split('@')[0] === asked));
  return [exact, local, accounts].find(({ length }) => length === 1)?.[0]?.accountId;
}

/** Fills the list of a field with the identifiers of at most ten accounts that the search finds. */
export async function suggestPeople(suggested: HTMLDataListElement, typed: string): Promise<void> {
  if (typed.length < 2) return;
  try {
    const { accounts } = await client.admin.accounts({ query: typed });
    fill(
      suggested,
      accounts.slice(0, 10).map(({ identifiers }) => h('option', { value: identifiers[0] ?? '' })),
    );
  } catch {
    // The person can type the whole name.
  }
}
