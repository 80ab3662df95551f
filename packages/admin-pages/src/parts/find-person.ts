import type { AccountEntry, AccountPage } from '@sallyport/browser';
import { client, fill, h, withStepUp } from '@sallyport/pages/parts';
import { namesText } from './names.ts';

/** Asks the server for a page of a search. */
type Search = (asked: {
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
}) => Promise<AccountPage>;

/**
 * The pages that the search for a typed name reads at most. A page has 50 people. A whole address is a part of few other addresses, so its search
 * has a page alone.
 */
const MOST_PAGES = 20;

/** The entries of a search in the list of people, a page at a time. Reads a page only if the caller asks for the page. */
export async function* entriesOf(
  query: string | undefined,
  search: Search = (asked) => client.admin.accounts(asked),
): AsyncGenerator<readonly AccountEntry[], undefined> {
  let cursor: string | undefined;
  do {
    const { accounts, next } = await search({ query, ...(cursor !== undefined && { cursor }) });
    yield accounts;
    cursor = next;
  } while (cursor !== undefined);
}

/**
 * Finds the account with exactly this identifier. Otherwise the function takes the only account whose identifier has this text before its `@`, or the
 * only account that the search finds. Many names may contain the text, so the account may be on a later page.
 */
export async function findPerson(
  typed: string,
  search: Search = (asked) => withStepUp(() => client.admin.accounts(asked)),
): Promise<string | undefined> {
  const asked = typed.toLowerCase();
  const found: AccountEntry[] = [];
  let pages = 0;
  for await (const accounts of entriesOf(typed, search)) {
    pages += 1;
    const exact = accounts.find(({ identifiers }) => identifiers.includes(typed) || identifiers.includes(asked));
    if (exact !== undefined) return exact.accountId;
    found.push(...accounts);
    // The pages that are left may have the exact name, or another name with the same beginning.
    if (pages === MOST_PAGES) return undefined;
  }
  const local = found.filter(({ identifiers }) => identifiers.some((one) => one.split('@')[0] === asked));
  return [local, found].find(({ length }) => length === 1)?.[0]?.accountId;
}

/** Fills the list of a field with the identifiers of at most ten accounts that the search finds. */
export async function suggestPeople(suggested: HTMLDataListElement, typed: string): Promise<void> {
  if (typed.length < 2) return;
  try {
    const { accounts } = await client.admin.accounts({ query: typed });
    fill(
      suggested,
      accounts.slice(0, 10).map((one) => h('option', { value: one.identifiers[0] ?? '', label: namesText(one) })),
    );
  } catch {
    // The person can type the whole name.
  }
}
