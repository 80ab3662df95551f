import { SallyportProblem } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { untilCounted } from './until-counted.ts';

/** Answers one after the other, with the waits before. */
async function asked(pending: number, answers: readonly (number | undefined | Error)[]): Promise<readonly number[]> {
  const waits: number[] = [];
  const left = [...answers];
  await untilCounted(
    pending,
    async () => {
      const answer = left.length > 1 ? left.shift() : left[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async (wait) => void waits.push(wait / 1000),
  );
  return waits;
}

it('N5 a page asks again until everybody is counted', async () => {
  expect(await asked(800, [500, 300, 0, 7])).toEqual([4, 4, 4]);
  expect(await asked(0, [1])).toEqual([]);
  expect(await asked(800, [500, undefined])).toEqual([4, 4]);
  expect(await asked(800, [new Error('no network'), 0])).toEqual([4, 4]);
});

it('N5 a page asks less often while nothing moves, and at last no more', async () => {
  const waits = await asked(800, [800]);
  expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 4));
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(waits.at(-1)).toBeGreaterThan(30);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(700);
  const quiet = Array.from({ length: 20 }, () => 800);
  expect((await asked(800, [...quiet, 700, 0])).at(-1)).toBe(4);
});

it('N5 a page without a session or the right asks no more', async () => {
  const refused = new SallyportProblem({ code: 'no-session', status: 401, title: 'No session', detail: undefined });
  await expect(asked(800, [refused])).rejects.toBe(refused);
});
