import type { AccountHistory, BeginStep, Store } from '@sallyport/store';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

const BY_ANY_KEY = 'the last sign-in and every counter with a guess are told, whichever key names the account';

/** A store whose steps tell another history. */
function telling(
  caughtBy: string,
  other: (history: AccountHistory, sound: Store, step: BeginStep) => AccountHistory | Promise<AccountHistory>,
): BrokenStores[string] {
  return answering(caughtBy, (sound) => ({
    beginStep: async (step) => {
      const { history, ...loaded } = await sound.beginStep(step);
      return { ...loaded, ...(history && { history: await other(history, sound, step) }) };
    },
  }));
}

/** Stores whose steps tell another past of an account. */
export const brokenHistories: BrokenStores = {
  'tells no history of an account': answering(
    'an account begins without a sign-in and without guesses; nobody has no history',
    (sound) => ({
      beginStep: async (step) => {
        const { history: _, ...loaded } = await sound.beginStep(step);
        return loaded;
      },
    }),
  ),
  'tells no last sign-in in a step': telling(BY_ANY_KEY, ({ lastSignInAt: _, ...history }) => history),
  'tells only the counters of strangers in a step': telling(BY_ANY_KEY, (history) => ({
    ...history,
    counters: history.counters.filter(({ device }) => device === undefined),
  })),
  'tells the guesses of the whole tenant in a step': telling(BY_ANY_KEY, async (history, sound, { tenant }) => ({
    ...history,
    counters: await sound.listCounters(tenant),
  })),
  'counts the guess of a step before it tells the history': telling(
    'the history is from before the guess of the step, and knows no guess that was given back or forgiven',
    async (history, sound, { tenant }) => ({
      ...history,
      counters: await sound.listCounters(tenant, [history.accountId]),
    }),
  ),
};
