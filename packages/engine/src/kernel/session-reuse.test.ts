import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { instant, milliseconds } from '@sallyport/core';
import { type Commit, type Store, StoreUnavailable } from '@sallyport/store';
import { describe, expect, it, vi } from 'vitest';
import { type SessionReuse, sessionReuse } from './session-reuse.ts';
import { settled, virtualTimer } from './virtual-timer.test-support.ts';

const CHANGE: Commit = { tenant: 'default' as Commit['tenant'], now: instant(0), guards: {}, events: [] };

/** A process of an app in which another process reuses checks for a quarter of a second. */
function process(longestReuse: () => Promise<number> = async () => 250) {
  const timer = virtualTimer();
  const reuse = sessionReuse({ longestReuse } as unknown as Store, undefined, { timer, now: () => instant(0) });
  const takes = (): void => reuse.committed(CHANGE, true);
  /** Whether the operation is answered before, and after so many milliseconds. */
  const answeredAround = async (length: number, answer: Promise<unknown>): Promise<readonly boolean[]> => {
    let isAnswered = false;
    const noted = (): void => {
      isAnswered = true;
    };
    answer.then(noted, noted);
    await timer.pass(length - 1);
    await settled();
    const before = isAnswered;
    await timer.pass(1);
    await settled();
    return [before, isAnswered];
  };
  return { timer, reuse, takes, answeredAround };
}

async function atOnce(answer: Promise<unknown>): Promise<boolean> {
  let isAnswered = false;
  answer.then(() => {
    isAnswered = true;
  });
  await settled();
  return isAnswered;
}

describe('X11 an operation', () => {
  it('that took something is answered when no process reuses a check from before', async () => {
    const { reuse, takes, answeredAround } = process();
    const answer = reuse.operation(async () => {
      takes();
      return 'done';
    });
    expect(await answeredAround(255, answer)).toEqual([false, true]);
    expect(await answer).toBe('done');
  });

  it('waits once, from its last change that takes', async () => {
    const { timer, reuse, takes, answeredAround } = process();
    let go: () => void = () => undefined;
    const answer = reuse.operation(async () => {
      takes();
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      takes();
      reuse.committed(CHANGE, false);
    });
    await timer.pass(200);
    go();
    await nextTurn();
    expect(await answeredAround(255, answer)).toEqual([false, true]);
  });

  it('that throws after it took something waits too', async () => {
    const { reuse, takes, answeredAround } = process();
    const answer = reuse.operation(async () => {
      takes();
      throw new StoreUnavailable();
    });
    expect(await answeredAround(255, answer)).toEqual([false, true]);
    await expect(answer).rejects.toThrow(StoreUnavailable);
  });

  it('that took nothing, or in an app where nobody reuses, is answered at once', async () => {
    const { reuse } = process();
    expect(await atOnce(reuse.operation(async () => reuse.committed(CHANGE, false)))).toBe(true);
    expect(reuse.operation(() => 7)).toBe(7);
    const alone = process(async () => 0);
    expect(await atOnce(alone.reuse.operation(async () => alone.takes()))).toBe(true);
  });

  it('is followed only where a process may reuse checks', async () => {
    const followed = vi.spyOn(AsyncLocalStorage.prototype, 'run');
    let longest = 0;
    const { timer, reuse, takes, answeredAround } = process(async () => longest);
    await reuse.refresh();
    expect(await atOnce(reuse.operation(async () => takes()))).toBe(true);
    expect(followed).not.toHaveBeenCalled();
    longest = 250;
    await timer.pass(30_000);
    expect(
      await answeredAround(
        255,
        reuse.operation(async () => takes()),
      ),
    ).toEqual([false, true]);
    expect(followed).toHaveBeenCalledTimes(1);
    followed.mockRestore();
  });

  it('beside another one does not wait for the other', async () => {
    const { reuse, takes, answeredAround } = process();
    const one = reuse.operation(async () => {
      await nextTurn();
      takes();
    });
    expect(await atOnce(reuse.operation(async () => nextTurn()))).toBe(true);
    expect(await answeredAround(255, one)).toEqual([false, true]);
  });

  it('waits the longest time if the store does not tell', async () => {
    const { reuse, takes, answeredAround } = process(() => Promise.reject(new StoreUnavailable()));
    expect(
      await answeredAround(
        1_005,
        reuse.operation(async () => takes()),
      ),
    ).toEqual([false, true]);
  });

  it('of a part is waited for, each item of a stream too, and background work is not', async () => {
    const { reuse, takes, answeredAround } = process();
    const made = {
      name: 'part',
      end: async (id: string) => {
        takes();
        return id;
      },
      async *all() {
        yield 1;
        takes();
        yield 2;
      },
    };
    const part = reuse.part(made);
    expect(part.name).toBe('part');
    expect(await answeredAround(255, part.end('s1'))).toEqual([false, true]);
    const items = part.all()[Symbol.asyncIterator]();
    expect(await atOnce(items.next())).toBe(true);
    expect(await answeredAround(255, items.next())).toEqual([false, true]);
    await items.return(undefined);
    expect(await atOnce(made.end('s1'))).toBe(true);
  });

  it('reuses nothing without the option', () => {
    const { reuse }: { readonly reuse: SessionReuse } = process();
    expect(reuse.recentChecks).toBeUndefined();
    const store = { holdReuse: async () => undefined, longestReuse: async () => 0 } as unknown as Store;
    const options = { timer: virtualTimer(), now: () => instant(0) };
    expect(sessionReuse(store, milliseconds(250), options).recentChecks).toBeDefined();
  });
});
