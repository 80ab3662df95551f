import { breakable, type Child, h } from '../parts/element.ts';
import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';
import { forShownAccount } from '../parts/shown-session.ts';
import { words } from './words.ts';

/** The page shows ids after this time, in milliseconds. */
const PATIENCE = 3000;

/** Stands for a name in a sentence. */
const PLACE = '\uFFFC';

export interface Names {
  /** The name of a member, or the id of the account. */
  nameOf(accountId: string): string;
  /** Two members may have one name. */
  idLine(accountId: string): HTMLElement | null;
  /** Asks the host about these accounts. Without an answer the page shows ids. */
  learn(accountIds: readonly string[]): Promise<void>;
}

export function namesIn(organisation: string): Names {
  const known = new Map<string, string>();
  return {
    nameOf: (accountId) => known.get(accountId) ?? words.organisation.members.account(accountId),
    idLine: (accountId) => (known.has(accountId) ? h('p', { class: 'muted' }, accountId) : null),
    async learn(accountIds) {
      const path = settings.organisations?.names;
      const unknown = accountIds.filter((id) => !known.has(id));
      if (path === undefined || unknown.length === 0) return;
      const asked = new URLSearchParams([['in', organisation], ...unknown.map((id) => ['id', id])]);
      try {
        const answer: unknown = await (
          await pageFetch(`${path}?${asked}`, {
            headers: forShownAccount(),
            cache: 'no-store',
            signal: AbortSignal.timeout(PATIENCE),
          })
        ).json();
        const told = Object(Object(answer).names);
        for (const id of unknown) {
          const name = Object.hasOwn(told, id) ? told[id] : undefined;
          if (typeof name === 'string' && name.trim() !== '') known.set(id, name);
        }
      } catch {
        // The ids stay.
      }
    },
  };
}

/** A name in its own direction of writing. */
export function isolated(name: string): HTMLElement {
  return h('bdi', {}, breakable(name));
}

export function withName(sentence: (name: string) => string, name: string): Child {
  return sentence(PLACE)
    .split(PLACE)
    .map((part, place): Child => [place === 0 ? null : isolated(name), part]);
}
