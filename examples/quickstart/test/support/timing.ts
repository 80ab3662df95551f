import { performance } from 'node:perf_hooks';
import type { Reply } from './client.ts';

/** The number of tries in a round. */
const TRIES = 60;
/** How far the lower quartiles may lie apart, as a fraction. */
export const WITHIN = 0.2;
/** The maximum number of rounds, for a busy machine. The tries of every round count. */
const AT_MOST = 15;

export type Questions = readonly [(turn: number) => Promise<Reply<unknown>>, (turn: number) => Promise<Reply<unknown>>];

async function took(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** The lower quartile. On a busy machine a median moves: server and client share a process, and a slow request holds work of the one before. */
function lowerQuartile(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? Number.NaN;
}

/**
 * Compares the times of two requests. Sends the requests alternately, and starts another round while the lower quartiles differ by more than `within`.
 * Each round uses other people, because the guesses of a round lock an account.
 *
 * @returns the ratio of the lower quartiles, minus 1
 */
export async function distance(within: number, questions: () => Promise<Questions>): Promise<number> {
  const times: readonly [number[], number[]] = [[], []];
  const apart = (): number => {
    const [a, b] = [lowerQuartile(times[0]), lowerQuartile(times[1])];
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
