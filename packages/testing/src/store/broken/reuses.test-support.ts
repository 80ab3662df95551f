import type { Instant } from '@sallyport/engine';
import { answering, type BrokenStores, pause } from './broken-store.test-support.ts';

/** Stores from which a process does not learn how long another process reuses session checks. */
export const brokenReuses: BrokenStores = {
  'answers the reuse that came last': answering('the longest reuse that is not over counts', (sound) => {
    let last = 0;
    return {
      holdReuse: async (milliseconds, until) => {
        last = milliseconds;
        await sound.holdReuse?.(milliseconds, until);
      },
      longestReuse: async (now) => Math.min(last, (await sound.longestReuse?.(now)) ?? 0),
    };
  }),
  'takes the newest end of a reuse, also an earlier one': answering(
    'the end of a reuse moves on, and never back',
    () => {
      const ends = new Map<number, Instant>();
      return {
        holdReuse: async (milliseconds, until) => void ends.set(milliseconds, until),
        longestReuse: async (now) => Math.max(0, ...[...ends].flatMap(([length, end]) => (end > now ? [length] : []))),
      };
    },
  ),
  'sweeps every reuse': answering('a sweep removes a reuse that is over, and no other', (sound) => {
    let isSwept = false;
    return {
      sweep: async (...asked) => {
        isSwept = true;
        return sound.sweep(...asked);
      },
      longestReuse: async (now) => (isSwept ? 0 : ((await sound.longestReuse?.(now)) ?? 0)),
    };
  }),
  'answers the longest reuse of a moment ago': answering(
    'of 20 processes that begin at once, none is missed by a read that begins later',
    (sound) => ({
      longestReuse: async (now) => {
        const before = (await sound.longestReuse?.(now)) ?? 0;
        await pause();
        return before;
      },
      holdReuse: async (milliseconds, until) => {
        void pause(1).then(() => sound.holdReuse?.(milliseconds, until));
        if (until % 2 === 0) await pause(2);
      },
    }),
  ),
};
