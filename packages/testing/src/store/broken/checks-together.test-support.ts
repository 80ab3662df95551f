import type { SessionCheck, SessionLoaded, Store } from '@sallyport/engine';
import { turns } from '../history/interleaving.ts';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

/** Asks the checks of one turn with a member of the first. */
function asTheFirst(member: 'tenant' | 'tokenHash' | 'now' | 'knownPolicy') {
  return (sound: Store): Partial<Store> => {
    let first: SessionCheck | undefined;
    return {
      checkSession: async (check) => {
        first ??= check;
        const asked = { ...check, [member]: first[member] };
        await turns(1);
        first = undefined;
        return sound.checkSession(asked);
      },
    };
  };
}

const ANSWERED_ALONE = 'checks at once are answered each by its own tenant, token, time and policy';

/** Stores that confuse concurrent session checks. */
export const brokenChecks: BrokenStores = {
  'takes the tenant of the first of several checks': answering(ANSWERED_ALONE, asTheFirst('tenant')),
  'takes the token of the first of several checks': answering(ANSWERED_ALONE, asTheFirst('tokenHash')),
  'takes the time of the first of several checks': answering(ANSWERED_ALONE, asTheFirst('now')),
  'takes the known policy of the first of several checks': answering(ANSWERED_ALONE, asTheFirst('knownPolicy')),
  'answers a check by a read that is on its way': answering(
    'sessions, accounts and policies of two tenants, changed beside 64 readers',
    (sound) => {
      const onTheWay = new Map<string, Promise<SessionLoaded | undefined>>();
      return {
        checkSession: async (check) => {
          const { tenant, tokenHash, now, knownPolicy } = check;
          const key = JSON.stringify([tenant, tokenHash, now, knownPolicy]);
          const shared = onTheWay.get(key) ?? sound.checkSession(check);
          onTheWay.set(key, shared);
          await turns(3);
          onTheWay.delete(key);
          return shared;
        },
      };
    },
  ),
};
