import type { Store } from '@sallyport/engine';
import { storeConformance } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { type MemoryStore, memoryStore } from './memory-store.ts';

/** A store that is written down, and opened from what was written, after every call. One call at a time, or it would forget. */
function reopening(): Store {
  let current: MemoryStore = memoryStore();
  let turn: Promise<unknown> = Promise.resolve();
  const call = async (verb: keyof Store, asked: unknown[]): Promise<unknown> => {
    const answer: unknown = await Reflect.apply(current[verb], current, asked);
    current = memoryStore({ snapshot: JSON.parse(JSON.stringify(current)) });
    return answer;
  };
  return new Proxy(current, {
    get: (_, verb: keyof Store) => {
      if (!(verb in current)) return undefined;
      return (...asked: unknown[]) => {
        const result = turn.then(() => call(verb, asked));
        turn = result.catch(() => {});
        return result;
      };
    },
  });
}

describe('a store that is opened from its snapshot after every call', () => {
  storeConformance({
    describe: (_, body) => body(),
    // Of many at once there is nothing to see where there is one call at a time.
    it: (name, body) => (/\b(50|100|500|five)\b/.test(name) ? undefined : it(name, body)),
    create: async () => ({ store: reopening(), close: async () => {} }),
  });
});

it('a snapshot of a newer version is refused by name', () => {
  const snapshot = { ...memoryStore().toJSON(), format: 2 };
  expect(() => memoryStore({ snapshot })).toThrow(expect.objectContaining({ code: 'record-too-new' }));
});
