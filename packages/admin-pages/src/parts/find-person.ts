import type { AccountEntry, AccountPage } from '@sallyport/browser';
import { client, fill, h, withStepUp } from '@sallyport/pages/parts';
import { namesText } from './names.ts';

type Search = (asked: {
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
}) => Promise<AccountPage>;

/** Of 50 people. A whole address is a part of few other addresses. */
const MOST_PAGES = 20;

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

/** Exactly this identifier; else the only one with this text before its `@`, or the only account found. */
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
    // The pages that are left may have the exact name.
    if (pages === MOST_PAGES) return undefined;
  }
  const local = found.filter(({ identifiers }) => identifiers.some((one) => one.split('@')[0] === asked));
  return [local, found].find(({ length }) => length === 1)?.[0]?.accountId;
}

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
