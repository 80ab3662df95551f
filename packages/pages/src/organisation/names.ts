import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';
import { forShownAccount } from '../parts/shown-session.ts';
import { words } from './words.ts';

/** The name of a member, or the id of the account. */
export type NameOf = (accountId: string) => string;

export interface Names {
  readonly nameOf: NameOf;
  /** Asks the host about these accounts. Without an answer the page shows ids. */
  learn(accountIds: readonly string[]): Promise<void>;
}

export function namesIn(organisation: string): Names {
  const known = new Map<string, string>();
  return {
    nameOf: (accountId) => known.get(accountId) ?? words.organisation.members.account(accountId),
    async learn(accountIds) {
      const path = settings.organisations?.names;
      const unknown = accountIds.filter((id) => !known.has(id));
      if (path === undefined || unknown.length === 0) return;
      const asked = new URLSearchParams([['in', organisation], ...unknown.map((id) => ['id', id])]);
      try {
        const answer: unknown = await (await pageFetch(`${path}?${asked}`, { headers: forShownAccount() })).json();
        for (const [id, name] of Object.entries(Object(Object(answer).names)))
          if (typeof name === 'string' && name.trim() !== '') known.set(id, name);
      } catch {
        // The ids stay.
      }
    },
  };
}
