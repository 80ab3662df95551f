import { type Instant, instant } from '@sallyport/core';
import { type EventRecord, type EventRetention, inLaterTurn } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';
import { BACKGROUND_INTERVAL, CLOSE_WITHIN, SWEPT_AFTER } from '../contract/lifetimes.ts';
import type { Sealing } from './action-log/sealing.ts';
import { becauseOf } from './because.ts';
import type { Deliveries } from './deliveries.ts';
import { within } from './host-call.ts';
import type { Kernel } from './kernel.ts';
import type { Timer } from './timer.ts';

export interface BackgroundWork {
  tellSoon(written: readonly EventRecord[]): void;
  /** Two runs at the same time may send a notice twice, but never lose one. */
  run(): Promise<void>;
  start(): void;
  close(other: Promise<void>): Promise<void>;
}

export function backgroundWork(
  kernel: Kernel,
  timer: Timer,
  deliveries: readonly Deliveries[],
  retention: (now: Instant) => readonly EventRetention[],
  { seal }: Sealing,
  dormancy: { run(whole?: boolean): Promise<void> },
  tightened: { run(): Promise<void> },
  rechecks: { run(): Promise<void> },
  reuse: { refresh(): Promise<void> },
  removals: { again(): Promise<void> },
  alsoAtIntervals: () => Promise<void> = async () => undefined,
): BackgroundWork {
  let cancel: (() => void) | undefined;
  let sealed: Promise<void> | undefined;

  const sweep = oneAtATime(kernel, 'sweeping failed and will be tried again', async () => {
    const now = kernel.now();
    await kernel.store.sweep(instant(now - SWEPT_AFTER), retention(now));
  });
  const block = oneAtATime(
    kernel,
    'accounts without a sign-in could not be looked at and will be looked at again',
    (whole: boolean) => dormancy.run(whole),
  );
  const revoke = oneAtATime(
    kernel,
    'sessions that a tightened policy revokes could not be ended and will be looked at again',
    () => tightened.run(),
  );
  const recheck = oneAtATime(
    kernel,
    'the directory could not be asked about the people who have sessions, and will be asked again',
    () => rechecks.run(),
  );
  const refresh = oneAtATime(kernel, 'how long processes reuse session checks could not be read', () =>
    reuse.refresh(),
  );
  const removeAgain = oneAtATime(
    kernel,
    'what a removed tenant left could not be removed, and will be tried again',
    () => removals.again(),
  );
  const others = oneAtATime(kernel, 'counting the accounts failed and will be tried again', alsoAtIntervals);

  /** Seals first: the log keeps the entry of each event that the retention removes. */
  const sealedAndSwept = async (): Promise<void> => {
    sealed = seal();
    await sealed;
    await sweep.run();
  };

  const again = (): void => {
    cancel = timer.after(
      BACKGROUND_INTERVAL,
      () => {
        again();
        for (const each of deliveries) void each.begin(true);
        void sealedAndSwept();
        void refresh.run();
        void others.run();
        void revoke.run();
        void recheck.run();
        void block.run(false);
        void removeAgain.run();
      },
      false,
    );
  };

  return {
    async run() {
      await block.running();
      await block.run(true);
      await revoke.running();
      await revoke.run();
      await recheck.running();
      await recheck.run();
      await refresh.run();
      await removeAgain.run();
      await Promise.all([...deliveries.map((each) => each.send()), sealedAndSwept()]);
    },
    tellSoon(written) {
      for (const each of deliveries) if (written.some(each.isOwn)) each.beginSoon();
    },
    start() {
      for (const each of deliveries) each.resume();
      if (cancel === undefined) again();
    },
    async close(other) {
      cancel?.();
      cancel = undefined;
      const done = Promise.all([
        ...deliveries.map((each) => each.stop()),
        sealed,
        ...[sweep, block, revoke, recheck, refresh, removeAgain, others].map((work) => work.running()),
        other,
      ]);
      await within(timer, CLOSE_WITHIN, done, () => new Error('closed before it was done')).catch(() =>
        kernel.logger.warn('closed while notices or sweeping were under way: another process goes on with them'),
      );
    },
  };
}

interface OneAtATime<Args extends readonly unknown[]> {
  run(...args: Args): Promise<void>;
  running(): Promise<void> | undefined;
}

function oneAtATime<Args extends readonly unknown[]>(
  { logger }: Pick<Kernel, 'logger'>,
  ifFailed: string,
  work: (...args: Args) => Promise<void>,
): OneAtATime<Args> {
  let running: Promise<void> | undefined;
  return {
    run(...args) {
      running ??= work(...args)
        .catch((fault: unknown) => logger.warn(ifFailed, { because: becauseOf(fault) }))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    running: () => running,
  };
}

export function runAfterReply(logger: Logger): { readonly run: Kernel['runAfterReply']; settled(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  return {
    run(name, work) {
      const job: Promise<unknown> = new Promise<void>((turn) => inLaterTurn(turn))
        .then(work)
        .catch(() => logger.error(`${name} failed`))
        .finally(() => running.delete(job));
      running.add(job);
    },
    async settled() {
      await Promise.all(running);
    },
  };
}
