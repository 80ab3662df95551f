import { setTimeout as wait } from 'node:timers/promises';
import { expect as asked, vi as mocks } from 'vitest';

/** Milliseconds. With a mutant, the value may never come. */
const PATIENCE = 2_000;

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

const polling = (read, words = []) =>
  new Proxy(() => {}, {
    get: (_target, word) => polling(read, [...words, word]),
    apply: (_target, _self, expected) =>
      waitFor(async () => {
        const assertion = words.slice(0, -1).reduce((at, word) => at[word], asked(await read()));
        assertion[words.at(-1)](...expected);
      }),
  });

export const expect = new Proxy(asked, {
  get: (target, word) => (word === 'poll' ? (read) => polling(read) : target[word]),
});
export const vi = new Proxy(mocks, { get: (target, word) => (word === 'waitFor' ? waitFor : target[word]) });
