import type { AccountRecord, Commit, Store } from '@sallyport/engine';
import { type BrokenStores, withVerbs } from './broken-store.test-support.ts';

/** Throws as a store whose database cannot store NUL and half of a surrogate pair. */
function checked(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new TypeError('the text cannot be stored');
  return text;
}

/** The text that a database makes of a JSON text with escapes that it cannot store. */
function misread(text: string): string {
  return text.replace(/\0.*/su, '').toWellFormed();
}

function checkCommit({ account, profile, events }: Commit): void {
  if (account !== undefined) checked(account.id);
  if (profile !== undefined) checked(profile.text);
  for (const { type } of events) checked(type);
}

/** Checks each text that is a parameter. A list is one parameter, as JSON with escapes, so the check of this parameter finds nothing. */
function checkingParameters(sound: Store, inList: (text: string) => string): Store {
  const through = <Text extends string>(list: readonly Text[]): readonly Text[] =>
    list.map((text) => inList(text) as Text);
  return withVerbs(sound, {
    commit: async (change) => {
      checkCommit(change);
      return sound.commit(change);
    },
    beginStep: async (step) => {
      if (step.attempt?.subjectIfUnknown !== undefined) checked(step.attempt.subjectIfUnknown);
      return sound.beginStep(step);
    },
    listPeople: (tenant, { profiles, ids, ...asked }) =>
      sound.listPeople(tenant, {
        ...asked,
        profiles: profiles && through(profiles),
        ids: ids && through<AccountRecord['id']>(ids),
      }),
    countAccountsBySignIn: (tenant, asked) =>
      sound.countAccountsBySignIn(tenant, { ...asked, except: through(asked.except) }),
    writeProfiles: (tenant, judged) =>
      sound.writeProfiles(
        tenant,
        judged.map(({ profile, ...account }) => ({ ...account, profile: { ...profile, text: inList(profile.text) } })),
      ),
    listEvents: (tenant, { types, ...page }) =>
      sound.listEvents(tenant, { ...page, ...(types && { types: through(types) }) }),
    listCounters: (tenant, subjects) => sound.listCounters(tenant, subjects && through(subjects)),
  });
}

const LISTS = [
  'profiles of people',
  'profiles that do not count',
  'ids of accounts',
  'types of events',
  'subjects of counters',
];

/** Stores that check no text of a list. */
export const textsUncheckedInLists: BrokenStores = {
  ...Object.fromEntries(
    LISTS.map((what) => [
      `checks each text but not the texts of a list of ${what}`,
      { caughtBy: `of ${what}`, over: (sound: Store) => checkingParameters(sound, (text) => text) },
    ]),
  ),
  'writes what its database makes of the texts of a list': {
    caughtBy: 'of profiles to write',
    over: (sound) => checkingParameters(sound, misread),
  },
};
