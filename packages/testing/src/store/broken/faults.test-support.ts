import { type Store, StoreUnavailable } from '@sallyport/engine';
import type { SeverableStore } from '../store-under-test.ts';

/** A store whose connection can be cut. `answer` gives the answers after that. */
export function severable(sound: Store, answer: (verb: string) => unknown): SeverableStore {
  let isCut = false;
  const store = new Proxy(sound, {
    get: (target, verb, receiver) => {
      const act: unknown = Reflect.get(target, verb, receiver);
      if (typeof act !== 'function') return act;
      return async (...asked: unknown[]) => (isCut ? answer(String(verb)) : Reflect.apply(act, target, asked));
    },
  });
  return {
    store,
    sever: async () => {
      isCut = true;
    },
    close: async () => {},
  };
}

/** Throws as the port requires. */
export function throwing(verb: string): never {
  throw new StoreUnavailable({ operation: verb });
}

/** The answer of each method if a store mistakes a fault for an absent record. */
export function absent(verb: string): unknown {
  if (verb === 'commit') return { outcome: 'conflict', with: 'flow' };
  if (verb === 'beginStep') return { attempt: { outcome: 'not-counted' } };
  if (verb === 'sweep' || verb === 'longestReuse') return 0;
  if (/^list(Accounts|Vault|Events|Policy|Organisation|Memberships$)/.test(verb)) return { items: [] };
  return /^(list|count|eventsToNotify)/.test(verb) ? [] : undefined;
}

/** Throws the driver's own error unchanged. */
export function passingOn(): never {
  throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
}
