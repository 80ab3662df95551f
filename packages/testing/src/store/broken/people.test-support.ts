import { type DayRecord, pageOf, placeOf } from '@sallyport/store';
import { answering, type BrokenStores, writing } from './broken-store.test-support.ts';

/** Stores whose lists of people leave something out. */
export const brokenPeople: BrokenStores = {
  'lists every order by id': answering(
    'they come by identifier, the newest first, or by their last sign-in, page by page',
    (sound) => ({ listPeople: (tenant, { order: _, ...asked }) => sound.listPeople(tenant, asked) }),
  ),
  'finds people by no profile': answering(
    'they are found by profile, by id and by their last sign-in, and by all of that at once',
    (sound) => ({ listPeople: (tenant, { profiles: _, ...asked }) => sound.listPeople(tenant, asked) }),
  ),
  'keeps no profile with the account': writing(
    'a profile is written with its account, and holds for this version, this policy and until its end',
    ({ profile: _, ...change }) => change,
  ),
  'notes no sign-in': answering(
    'a commit that opens a session notes when, and leaves the account’s record and version as they are',
    (sound) => ({
      listPeople: async (tenant, asked) => {
        const { items, next } = await sound.listPeople(tenant, asked);
        return { items: items.map(({ lastSignInAt: _, ...person }) => person), next };
      },
    }),
  ),
  'keeps the first number of a day': answering('a day is kept as it was last told', (sound) => ({
    keepDay: async (tenant, record) => {
      const kept = await sound.listDays(tenant, record.day);
      if (!kept.some(({ day }) => day === record.day)) await sound.keepDay(tenant, record);
    },
  })),
  'takes the account of a cursor for a place in every order': answering(
    'a cursor of one order is no place in another order',
    (sound) => ({
      listPeople: async (tenant, { cursor, limit, ...asked }) => {
        const { items } = await sound.listPeople(tenant, { ...asked, limit: 1_000 });
        const id = placeOf({ cursor, limit });
        const passed = items.findIndex(({ account }) => account.id === id);
        return pageOf(items.slice(passed + 1), limit, ({ account }) => account.id);
      },
    }),
  ),
  'keeps every day': answering(
    'a day goes with the record of a day more than 400 days later, in its tenant alone',
    () => {
      const days = new Map<string, DayRecord & { readonly tenant: string }>();
      return {
        keepDay: async (tenant, record) => void days.set(`${record.day} ${tenant}`, { ...record, tenant }),
        listDays: async (tenant, since) =>
          [...days.values()]
            .filter((one) => one.tenant === tenant && one.day >= since)
            .sort((one, other) => one.day - other.day)
            .map(({ day, meets }) => ({ day, meets })),
      };
    },
  ),
};
