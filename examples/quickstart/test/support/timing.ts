import { performance } from 'node:perf_hooks';
import type { Reply } from './client.ts';
import { median } from './median.ts';

/** How many tries are compared. */
const TRIES = 200;
/** How far their medians may lie apart. */
export const WITHIN = 0.2;
/** So many times as many, at most, where the machine has other work. Every try counts, the first as well as the last. */
const AT_MOST = 5;

export type Questions = readonly [(turn: number) => Promise<Reply<unknown>>, (turn: number) => Promise<Reply<unknown>>];

async function took(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/**
 * How far the medians of two questions' times lie apart: their ratio, less 1. They are asked in turn, now one first, now the other,
 * and asked more while they lie further apart than this; then of people of their own, since so many guesses lock.
 */
export async function distance(within: number, questions: () => Promise<Questions>): Promise<number> {
  const times: readonly [number[], number[]] = [[], []];
  const apart = (): number => {
    const [a, b] = [median(times[0]), median(times[1])];
    return Math.max(a, b) / Math.min(a, b) - 1;
  };
  for (let round = 0; round < AT_MOST; round += 1) {
    const [first, second] = await questions();
    for (let turn = 0; turn < TRIES / 2; turn += 1) {
      const asked = [
        async () => times[0].push(await took(() => first(turn))),
        async () => times[1].push(await took(() => second(turn))),
      ];
      for (const ask of turn % 2 === 0 ? asked : asked.toReversed()) await ask();
    }
    if (apart() < within) break;
  }
  return apart();
}
