import type { Instant } from '@sallyport/core';
import type { EventRetention } from '@sallyport/store';
import { BACKGROUND_INTERVAL, CLOSE_WITHIN } from '../contract/lifetimes.ts';
import type { Sealing } from './action-log/sealing.ts';
import { becauseOf } from './because.ts';
import { within } from './host-call.ts';
import type { Kernel } from './kernel.ts';
import { noticesOf } from './notices.ts';
import { inLaterTurn, type Timer } from './timer.ts';

export interface BackgroundWork {
  /** Sends waiting notices soon. The caller does not wait. */
  notifySoon(): void;
  /**
   * Sends waiting notices, seals the action log, sweeps, ends the sessions that a tightened policy revokes, and blocks accounts without a
   * sign-in, once, now. May run at the same time as itself or in other processes: then a notice may be sent twice, but is never lost.
   */
  run(): Promise<void>;
  start(): void;
  /** Begins nothing new. Waits for running work, and for `other`, at most `CLOSE_WITHIN`. */
  close(other: Promise<void>): Promise<void>;
}

/**
 * Sends notices to owners, seals the action log, sweeps expired records, ends the sessions that a tightened policy revokes, looks at a batch of
 * accounts without a sign-in, and does other work, at intervals.
 * Only the sweep waits for the sealing.
 */
export function backgroundWork(
  kernel: Kernel,
  timer: Timer,
  retention: (now: Instant) => readonly EventRetention[],
  { seal }: Sealing,
  dormancy: { run(whole?: boolean): Promise<void> },
  tightened: { run(): Promise<void> },
  alsoAtIntervals: () => Promise<void> = async () => undefined,
): BackgroundWork {
  const notices = noticesOf(kernel);
  let others: Promise<void> | undefined;
  let cancel: (() => void) | undefined;
  let isOpen = true;
  let [sweeping, sealed, blocking, revoking]: (Promise<void> | undefined)[] = [];

  const warns =
    (words: string) =>
    (fault: unknown): void =>
      kernel.logger.warn(words, { because: becauseOf(fault) });

  const swept = (): Promise<void> => {
    const now = kernel.now();
    sweeping ??= kernel.store
      .sweep(now, retention(now))
      .then(() => undefined)
      .catch(warns('sweeping failed and will be tried again'))
      .finally(() => {
        sweeping = undefined;
      });
    return sweeping;
  };

  /** Seals first: the log keeps the entry of each event that the retention removes. */
  const sealedAndSwept = async (): Promise<void> => {
    sealed = seal();
    await sealed;
    await swept();
  };

  const blocked = (whole: boolean): Promise<void> => {
    blocking ??= dormancy
      .run(whole)
      .catch(warns('accounts without a sign-in could not be looked at and will be looked at again'))
      .finally(() => {
        blocking = undefined;
      });
    return blocking;
  };

  const revoked = (): Promise<void> => {
    revoking ??= tightened
      .run()
      .catch(warns('sessions that a tightened policy revokes could not be ended and will be looked at again'))
      .finally(() => {
        revoking = undefined;
      });
    return revoking;
  };

  const again = (): void => {
    cancel = timer.after(
      BACKGROUND_INTERVAL,
      () => {
        again();
        void notices.begin(true);
        void sealedAndSwept();
        others ??= alsoAtIntervals()
          .catch(warns('counting the accounts failed and will be tried again'))
          .finally(() => {
            others = undefined;
          });
        void revoked();
        void blocked(false);
      },
      false,
    );
  };

  let asked = false;
  return {
    async run() {
      await blocking;
      await blocked(true);
      await revoking;
      await revoked();
      await Promise.all([notices.send(), sealedAndSwept()]);
    },
    notifySoon() {
      if (asked || !isOpen) return;
      asked = true;
      inLaterTurn(() => {
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
      const done = Promise.all([notices.stop(), sealed, sweeping, blocking, revoking, others, other]);
      await within(timer, CLOSE_WITHIN, done, () => new Error('closed before it was done')).catch(() =>
        kernel.logger.warn('closed while notices or sweeping were under way: another process goes on with them'),
      );
    },
  };
}
