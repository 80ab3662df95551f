// `expect.poll` and `vi.waitFor` without a runner. Vitest's versions ask Vitest's runner for the current test.
import { setTimeout as wait } from 'node:timers/promises';
import { expect as asked, vi as mocks } from 'vitest';

/** In milliseconds. Without a mutant, the awaited value usually comes at once. With a mutant, the value may never come. */
const PATIENCE = 2_000;

/** Repeats an attempt until it does not throw. @template T @param {() => T | Promise<T>} attempt @returns {Promise<T>} the attempt's result */
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

/** @param {() => unknown} read @param {PropertyKey[]} words of the assertion, such as `not`, `toEqual` */
const polling = (read, words = []) =>
  new Proxy(() => {}, {
    get: (_target, word) => polling(read, [...words, word]),
    apply: (_target, _self, expected) =>
      waitFor(async () => {
        const assertion = words.slice(0, -1).reduce((at, word) => at[word], asked(await read()));
        assertion[words.at(-1)](...expected);
      }),
  });

/** Vitest's `expect` and `vi`, with the `poll` and `waitFor` of this file. */
export const expect = new Proxy(asked, {
  get: (target, word) => (word === 'poll' ? (read) => polling(read) : target[word]),
});
export const vi = new Proxy(mocks, { get: (target, word) => (word === 'waitFor' ? waitFor : target[word]) });
