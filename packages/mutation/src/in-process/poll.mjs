// `expect.poll` and `vi.waitFor` without a runner: Vitest's own ask which of its tests is running.
import { setTimeout as wait } from 'node:timers/promises';
import { expect as asked, vi as mocks } from 'vitest';

/** In milliseconds. What a test waits for is there at once as a rule, and a mutant's test waits for nothing. */
const PATIENCE = 2_000;

/** @template T @param {() => T | Promise<T>} attempt @returns {Promise<T>} what it returns as soon as it does not throw */
async function waitFor(attempt) {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(10);
    }
  }
}

/** @param {() => unknown} read @param {PropertyKey[]} words the assertion, such as `not`, `toEqual` */
const polling = (read, words = []) =>
  new Proxy(() => {}, {
    get: (_target, word) => polling(read, [...words, word]),
    apply: (_target, _self, expected) =>
      waitFor(async () => {
        const assertion = words.slice(0, -1).reduce((at, word) => at[word], asked(await read()));
        assertion[words.at(-1)](...expected);
      }),
  });

/** Vitest's `expect` and `vi`, whose `poll` and `waitFor` need no runner. */
export const expect = new Proxy(asked, {
  get: (target, word) => (word === 'poll' ? (read) => polling(read) : target[word]),
});
export const vi = new Proxy(mocks, { get: (target, word) => (word === 'waitFor' ? waitFor : target[word]) });
