import assert from 'node:assert/strict';
import type { EventRecord } from '@sallyport/engine';
import { guess } from '../attempts.ts';
import { accountId, NOW, sampleAccount, sampleEvent } from '../sample-records.ts';
import { type Chapter, type Scene, write } from '../scene.ts';

/** Texts that every database stores. */
const STORABLE = ['p', 'p\ufffd'];
/** Texts that some databases cannot store, and cut or replace by a text of {@link STORABLE}. */
const DOUBTFUL = ['p\0', 'p\0x', 'p\ud800'];

/** A list of texts that a method takes. */
interface List {
  /** Writes a record with the text. `place` is another number for each text. */
  readonly keep: (scene: Scene, text: string, place: number) => Promise<unknown>;
  /** Returns the texts of the records that the look-up by the list finds. `written` has each text at its place. */
  readonly find: (scene: Scene, list: readonly string[], written: readonly string[]) => Promise<readonly string[]>;
}

function keepProfile(scene: Scene, text: string, place: number): Promise<void> {
  return write(scene, { account: sampleAccount(scene.tenant, String(place)), profile: { text, policy: 1 } });
}

const findProfiles: List['find'] = async ({ store, tenant }, profiles, written) => {
  const { items } = await store.listPeople(tenant, { profiles, limit: 100, now: NOW });
  return items.map(({ account }) => written[Number(account.id)] ?? 'a profile that was refused');
};

const lists: Readonly<Record<string, List>> = {
  'profiles of people': { keep: keepProfile, find: findProfiles },
  'profiles to write': {
    keep: async (scene, text, place) => {
      const account = sampleAccount(scene.tenant, String(place));
      await write(scene, { account });
      await scene.store.writeProfiles(scene.tenant, [{ id: account.id, version: 1, profile: { text, policy: 1 } }]);
    },
    find: findProfiles,
  },
  'profiles that do not count': {
    keep: keepProfile,
    find: async ({ store, tenant }, except) => {
      const { never: all } = await store.countAccountsBySignIn(tenant, { before: NOW, except: [] });
      const { never: others } = await store.countAccountsBySignIn(tenant, { before: NOW, except });
      return all - others === except.length ? except : [`${all - others} profiles`];
    },
  },
  'ids of accounts': {
    keep: (scene, text) => write(scene, { account: sampleAccount(scene.tenant, text) }),
    find: async ({ store, tenant }, list) => {
      const { items } = await store.listPeople(tenant, { ids: list.map(accountId), limit: 100, now: NOW });
      return items.map(({ account }) => account.id);
    },
  },
  'types of events': {
    // The engine has a closed list of types. A store takes every text.
    keep: (scene, text, place) =>
      write(scene, { events: [sampleEvent(scene.tenant, String(place), { type: text as EventRecord['type'] })] }),
    find: async ({ store, tenant }, types) => {
      const { items } = await store.listEvents(tenant, { types, limit: 100 });
      return items.map(({ type }) => type);
    },
  },
  'subjects of counters': {
    keep: (scene, text) => guess(scene, { subjectIfUnknown: text }),
    find: async ({ store, tenant }, subjects) =>
      (await store.listCounters(tenant, subjects)).map(({ subject }) => subject),
  },
};

/** Whether the store refuses the text. Another error than `TypeError` is thrown. */
async function isRefused(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

/** A database can read a text differently in a list, which is often one parameter, than alone. */
export const textsInLists: Chapter = {
  title: 'a text that the database cannot store is refused in a list too',
  promises: Object.fromEntries(
    Object.entries(lists).map(([what, { keep, find }]) => [
      `of ${what}`,
      async (scene: Scene) => {
        const written: string[] = [];
        const finds = async (...list: readonly string[]) => (await find(scene, list, written)).toSorted();
        for (const [place, text] of STORABLE.entries()) {
          await keep(scene, text, place);
          written.push(text);
        }
        for (const [turn, text] of DOUBTFUL.entries()) {
          const place = STORABLE.length + turn;
          if (await isRefused(() => keep(scene, text, place))) {
            await assert.rejects(finds(text), TypeError);
            await assert.rejects(finds('p', text), TypeError);
          } else {
            written[place] = text;
            assert.deepEqual(await finds(text), [text]);
            assert.deepEqual(await finds('p', text), ['p', text]);
          }
          assert.deepEqual(await finds(...STORABLE), STORABLE);
        }
      },
    ]),
  ),
};
