import { StoreUnavailable } from '@sallyport/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withinTime } from './call.ts';

/** In milliseconds. */
const TIME = 1_000;

describe('the time of a verb', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** A verb that waits for others, one of which is through in each of these steps. */
  const waiting = (steps: number, step: number, seen: AbortSignal[] = []): Promise<unknown> =>
    withinTime(TIME, 'commit', async ({ limits, waitsOn }) => {
      if (limits.signal !== undefined) seen.push(limits.signal);
      for (let turn = 0; turn < steps; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, step));
        waitsOn();
      }
      return 'through';
    }).catch((error: unknown) => error);

  it('is over where the server is silent', async () => {
    const seen: AbortSignal[] = [];
    const verb = waiting(1, TIME + 1, seen);
    await vi.advanceTimersByTimeAsync(TIME);
    expect(seen[0]?.aborted).toBe(true);
    expect(await verb).toBeInstanceOf(StoreUnavailable);
  });

  it('begins anew while others that it waits for are through', async () => {
    const verb = waiting(5, TIME - 1);
    await vi.advanceTimersByTimeAsync(5 * TIME);
    expect(await verb).toBe('through');
  });

  it('is over after six times as long, whatever others do', async () => {
    const seen: AbortSignal[] = [];
    const verb = waiting(20, TIME - 1, seen);
    await vi.advanceTimersByTimeAsync(6 * TIME - 1);
    expect(seen[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen[0]?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(20 * TIME);
    expect(await verb).toBeInstanceOf(StoreUnavailable);
  });
});
