import type { ThreatChange } from '@sallyport/assurance';
import { describe, expect, it } from 'vitest';
import { THREAT_LIMITS } from '../contract/lifetimes.ts';
import { type ThreatAnalyst, type ThreatPreviews, type ThreatQuestion, threatPreviews } from './threat-previews.ts';
import { settled, type VirtualTimer, virtualTimer } from './virtual-timer.test-support.ts';

const CHANGE: ThreatChange = { worse: [], better: [], undecided: 0 };

function question(to: string): ThreatQuestion {
  return { from: {}, to: { requiredStrength: to }, host: { methods: ['password'] }, threats: {} };
}

interface World {
  readonly previews: ThreatPreviews;
  readonly timer: VirtualTimer;
  /** The policies that the analyst was asked for, in order. */
  readonly asked: object[];
  readonly logged: unknown[];
  ended: number;
  /** Answers the question that runs. */
  answer(): void;
  fail(fault: Error): void;
}

function world(): World {
  const timer = virtualTimer();
  const logged: unknown[] = [];
  const asked: object[] = [];
  let runs: { readonly answer: (change: ThreatChange) => void; readonly fail: (fault: Error) => void } | undefined;
  const analyst: ThreatAnalyst = {
    ask: ({ to }) =>
      new Promise((answer, fail) => {
        asked.push(to);
        runs = { answer, fail };
      }),
    async end() {
      it.ended++;
      runs?.fail(new Error('ended'));
    },
  };
  const logger = { warn: (...words: unknown[]) => void logged.push(words), error: () => undefined };
  const it: World = {
    ...{ previews: threatPreviews(analyst, { timer, logger }), timer, asked, logged, ended: 0 },
    answer: () => runs?.answer(CHANGE),
    fail: (fault) => runs?.fail(fault),
  };
  return it;
}

describe('the line of comparisons', () => {
  it('N5 N16 runs one analysis for twenty equal previews at once, and none for the same preview later', async () => {
    const { previews, asked, answer } = world();
    const all = Promise.all(Array.from({ length: 20 }, () => previews.compare(question('single'))));
    await settled();
    expect(asked).toEqual([{ requiredStrength: 'single' }]);
    answer();
    expect(new Set((await all).map(({ state }) => state))).toEqual(new Set(['analysed']));
    expect(await previews.compare(question('single'))).toEqual({ state: 'analysed', change: CHANGE });
    expect(asked).toHaveLength(1);
  });

  it('N5 N16 runs one analysis at a time, lets five wait and answers the others at once', async () => {
    const { previews, asked, answer } = world();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const all = names.map((name) => previews.compare(question(name)));
    expect(await all[5]).toEqual({ state: 'running' });
    expect(await all[6]).toEqual({ state: 'running' });
    for (const place of [1, 2, 3, 4, 5]) {
      await settled();
      expect(asked).toHaveLength(place);
      answer();
    }
    expect(await all[4]).toEqual({ state: 'analysed', change: CHANGE });
    expect(asked).toEqual(names.slice(0, 5).map((requiredStrength) => ({ requiredStrength })));
  });

  it('N5 N16 answers within two seconds that the analysis runs, and has the answer later', async () => {
    const { previews, asked, answer, timer } = world();
    const first = previews.compare(question('single'));
    await timer.pass(THREAT_LIMITS.answer);
    expect(await first).toEqual({ state: 'running' });
    const later = previews.compare(question('single'));
    answer();
    expect(await later).toEqual({ state: 'analysed', change: CHANGE });
    expect(asked).toHaveLength(1);
  });

  it('N5 N16 ends an analysis that takes too long, which stays undecided, and goes on with the next', async () => {
    const on = world();
    const first = on.previews.compare(question('single'));
    await on.timer.pass(THREAT_LIMITS.analysis);
    expect(await first).toEqual({ state: 'running' });
    expect(on.ended).toBe(1);
    expect(await on.previews.compare(question('single'))).toEqual({ state: 'not-decided' });
    const next = on.previews.compare(question('enhanced'));
    await settled();
    on.answer();
    expect(await next).toEqual({ state: 'analysed', change: CHANGE });
    expect(on.logged).toEqual([]);
  });

  it('N5 N16 takes an analysis without enough memory for undecided', async () => {
    const on = world();
    const asked = on.previews.compare(question('single'));
    await settled();
    on.fail(Object.assign(new Error('memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }));
    expect(await asked).toEqual({ state: 'not-decided' });
  });

  it('N5 says that nothing was analysed where no thread starts, tells the log, and asks again the next time', async () => {
    const on = world();
    const asked = on.previews.compare(question('single'));
    await settled();
    on.fail(new Error('no threads here'));
    expect(await asked).toEqual({ state: 'not-analysed' });
    expect(on.logged).toEqual([['what thieves reach could not be analysed', { fault: 'no threads here' }]]);
    const again = on.previews.compare(question('single'));
    await settled();
    on.answer();
    expect(await again).toMatchObject({ state: 'analysed' });
  });

  it('N5 answers for the same policy at once, without an analysis', async () => {
    const { previews, asked } = world();
    const same = { ...question('single'), from: { requiredStrength: 'single' } };
    expect(await previews.compare(same)).toEqual({
      state: 'analysed',
      change: { worse: [], better: [], undecided: 0 },
    });
    expect(asked).toEqual([]);
  });

  it('frees the thread after a minute without a question, and when Sallyport closes', async () => {
    const on = world();
    const asked = on.previews.compare(question('single'));
    await settled();
    on.answer();
    await asked;
    await on.timer.pass(THREAT_LIMITS.idle - 1);
    expect(on.ended).toBe(0);
    await on.timer.pass(1);
    expect(on.ended).toBe(1);
    const running = on.previews.compare(question('enhanced'));
    const waiting = on.previews.compare(question('baseline'));
    await settled();
    await on.previews.close();
    expect(await running).toEqual({ state: 'not-analysed' });
    expect(await waiting).toEqual({ state: 'not-analysed' });
    expect(on.asked).toHaveLength(2);
    // A close is no fault.
    expect(on.logged).toEqual([]);
  });
});
