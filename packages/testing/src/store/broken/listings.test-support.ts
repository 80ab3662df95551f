import { instant } from '@sallyport/core';
import type { AccountRecord, Listed, Page } from '@sallyport/engine';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

/** Cursors that are offsets: added and removed records shift them. */
function byOffset<Item>(list: (page: Page) => Promise<Listed<Item>>): (page: Page) => Promise<Listed<Item>> {
  return async ({ limit, cursor = '0' }) => {
    const { items } = await list({ limit: 1_000 });
    const start = Number(cursor) || 0;
    const shown = items.slice(start, start + limit);
    return start + limit < items.length ? { items: shown, next: String(start + limit) } : { items: shown };
  };
}

/** Stores whose lists have a wrong order or ignore the request. */
export const brokenListings: BrokenStores = {
  'pages accounts by offset': answering(
    'accounts that come and go under a walk neither repeat nor hide another',
    (sound) => ({
      listAccounts: (tenant, { query = '', ...page }) =>
        byOffset((all) => sound.listAccounts(tenant, { ...all, query }))(page),
    }),
  ),
  'pages events by offset': answering('events that come under a walk neither repeat nor hide another', (sound) => ({
    listEvents: (tenant, { cursor, limit, ...filter }) =>
      byOffset((all) => sound.listEvents(tenant, { ...all, ...filter }))({ limit, cursor }),
  })),
  'says that there is more where there is not': answering(
    'there is a next page where there is more, and only there',
    (sound) => ({
      listAccounts: async (tenant, page) => {
        const listed = await sound.listAccounts(tenant, page);
        const last = listed.items.at(-1);
        return last ? { ...listed, next: Buffer.from(last.id).toString('base64url') } : listed;
      },
    }),
  ),
  'shows the first page of everything': answering(
    'policies come newest first, and the newest is in force',
    (sound) => ({
      listPolicyVersions: async (tenant, page) => ({ items: (await sound.listPolicyVersions(tenant, page)).items }),
      listEvents: async (tenant, page) => ({ items: (await sound.listEvents(tenant, page)).items }),
    }),
  ),
  'throws at cursors it did not give out': answering('a cursor that nobody gave out harms nothing', (sound) => ({
    listAccounts: (tenant, page) => {
      if (page.cursor === 'x') throw new TypeError('no cursor');
      return sound.listAccounts(tenant, page);
    },
  })),
  'orders accounts as a dictionary does': answering(
    'accounts come in the order of their ids, by code unit',
    (sound) => ({
      listAccounts: async (tenant, page) => {
        const { items } = await sound.listAccounts(tenant, { ...page, limit: 1_000 });
        const sorted = items.toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
        return { items: sorted.slice(0, page.limit), next: items.length > page.limit ? 'more' : undefined };
      },
    }),
  ),
  'searches by pattern': answering('a query is taken literally', (sound) => ({
    listAccounts: async (tenant, { query = '', ...page }) => {
      const pattern = new RegExp(query.replace(/[\\+(|$^]/g, '\\$&'), 'i');
      const { items } = await sound.listAccounts(tenant, page);
      return { items: items.filter((account) => namesOf(account).some((name) => pattern.test(name))) };
    },
  })),
  'searches by letter and case': answering(
    'each word of a query is part of a name: an identifier, the address or the display name, whatever its case',
    (sound) => ({
      listAccounts: async (tenant, { query = '', ...page }) => {
        const { items, ...rest } = await sound.listAccounts(tenant, page);
        return { ...rest, items: items.filter((account) => namesOf(account).some((name) => name.includes(query))) };
      },
    }),
  ),
  'searches for all words as one part': answering(
    'each word of a query is part of a name: an identifier, the address or the display name, whatever its case',
    (sound) => ({
      listAccounts: async (tenant, { query = '', ...page }) => {
        const { items, ...rest } = await sound.listAccounts(tenant, page);
        const isFound = (name: string): boolean => name.toLowerCase().includes(query.toLowerCase());
        return { ...rest, items: items.filter((account) => namesOf(account).some(isFound)) };
      },
    }),
  ),
  'finds a name within others': answering(
    'a name finds the accounts with exactly this name, whatever its case',
    (sound) => ({
      listAccounts: (tenant, { name, query = name, ...page }) => sound.listAccounts(tenant, { ...page, query }),
    }),
  ),
  'forgets the past of a blocked account': answering(
    'a query finds a blocked account by its past as well',
    (sound) => ({
      listAccounts: async (tenant, { query = '', ...page }) => {
        const { items, ...rest } = await sound.listAccounts(tenant, page);
        const part = query.toLowerCase();
        const isFound = (name: string): boolean => name.toLowerCase().includes(part);
        return { ...rest, items: items.filter((account) => namesOf(account).some(isFound)) };
      },
    }),
  ),
  'lists the oldest session first': answering('the list has the newest first', (sound) => ({
    listSessions: async (...asked) => (await sound.listSessions(...asked)).toReversed(),
  })),
  'lists the oldest event first': answering(
    'events come newest first, those of one instant last written first',
    (sound) => ({
      listEvents: async (tenant, page) => {
        const { items, ...rest } = await sound.listEvents(tenant, page);
        return { ...rest, items: items.toReversed() };
      },
    }),
  ),
  'has no filters': answering('events are told apart by account, by type, and by both', (sound) => ({
    listEvents: (tenant, { accountId: _, types: __, ...page }) => sound.listEvents(tenant, page),
    listCounters: (tenant) => sound.listCounters(tenant),
  })),
  'counts failures from the full hour': answering('failures are counted by the hour, from an instant on', (sound) => ({
    countFailures: (tenant, since) => sound.countFailures(tenant, instant(since - (since % 3_600_000))),
  })),
};

function namesOf({ identifiers, email }: AccountRecord): readonly string[] {
  return [...identifiers, email?.address ?? ''];
}
