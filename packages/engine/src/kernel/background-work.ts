import type { Instant } from '@sallyport/core';
import type { EventRetention } from '@sallyport/store';
import { BACKGROUND_INTERVAL, CLOSE_WITHIN } from '../contract/lifetimes.ts';
import { within } from './host-call.ts';
import type { Kernel } from './kernel.ts';
import { telling } from './telling.ts';
import type { Timer } from './timer.ts';

export interface BackgroundWork {
  /** Soon, without anybody waiting for it. */
  tellSoon(): void;
  /** Once, now. Safe beside itself and beside other processes: a notice may go out twice, never not at all. */
  tend(): Promise<void>;
  start(): void;
  /** Nothing new begins; waits for what is under way, and for `other`, but not for ever. */
  close(other: Promise<void>): Promise<void>;
}

/** Tells owners of events, and sweeps what is past its end, at intervals. Neither waits for the other. */
export function backgroundWork(
  kernel: Kernel,
  timer: Timer,
  retention: (now: Instant) => readonly EventRetention[],
): BackgroundWork {
  const notices = telling(kernel);
  let cancel: (() => void) | undefined;
  let isOpen = true;
  let sweeping: Promise<void> | undefined;

  const swept = (): Promise<void> => {
    const now = kernel.now();
    sweeping ??= kernel.store
      .sweep(now, retention(now))
      .then(() => undefined)
      .catch(() => kernel.logger.warn('sweeping failed and will be tried again'))
      .finally(() => {
        sweeping = undefined;
      });
    return sweeping;
  };

  const again = (): void => {
    cancel = timer.after(
      BACKGROUND_INTERVAL,
      () => {
        again();
        void notices.begin(true);
        void swept();
      },
      false,
    );
  };

  let asked = false;
  return {
    async tend() {
      await Promise.all([notices.tell(), swept()]);
    },
    tellSoon() {
      if (asked || !isOpen) return;
      asked = true;
      setImmediate(() => {
        asked = false;
        if (isOpen) void notices.begin();
      });
    },
    start() {
      isOpen = true;
      notices.resume();
      if (cancel === undefined) again();
    },
    async close(other) {
      isOpen = false;
      cancel?.();
      cancel = undefined;
      const done = Promise.all([notices.stop(), sweeping, other]);
      await within(timer, CLOSE_WITHIN, done, () => new Error('closed before it was done')).catch(() =>
        kernel.logger.warn('closed while notices or sweeping were under way: another process goes on with them'),
      );
    },
  };
}
