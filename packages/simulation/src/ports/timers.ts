import type { Timer as EngineTimer } from '@sallyport/engine';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Task, Work } from '../scheduler/task.ts';

export interface Time {
  readonly scheduler: Scheduler;
  now: number;
}

class Timer {
  readonly stop: () => void;
  constructor(stop: () => void) {
    this.stop = stop;
  }
  unref(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  hasRef(): boolean {
    return false;
  }
}

export function ownTimers(world: () => Time): void {
  const later = (kind: string, length: number, again: boolean, job: () => void): Timer => {
    const time = world();
    const { current } = time.scheduler;
    const work = time.scheduler.work({
      who: current.who,
      what: `after: ${current.what}`,
      process: current.process,
      luck: current.luck + 7,
      after: current.after ?? current,
    });
    let task: Task | undefined;
    let stopped = false;
    const wait = (): void => {
      void time.scheduler
        .call('timer', kind, [length], () => {}, { work, due: kind === 'setImmediate' ? 0 : time.now + length })
        .then(() => {
          if (stopped) return;
          if (again) wait();
          job();
        });
      task = time.scheduler.pending.find((waiting) => waiting.work === work);
    };
    wait();
    return new Timer(() => {
      stopped = true;
      if (task !== undefined) time.scheduler.drop(task);
    });
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof Timer) timer.stop();
  };
  const own: Readonly<Record<string, unknown>> = {
    setImmediate: (job: (...given: unknown[]) => void, ...given: unknown[]) =>
      later('setImmediate', 0, false, () => job(...given)),
    setTimeout: (job: (...given: unknown[]) => void, length = 0, ...given: unknown[]) =>
      later('setTimeout', length, false, () => job(...given)),
    setInterval: (job: (...given: unknown[]) => void, length = 0, ...given: unknown[]) =>
      later('setInterval', length, true, () => job(...given)),
    clearImmediate: clear,
    clearTimeout: clear,
    clearInterval: clear,
  };
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
}

/** The work after a pause belongs to the request, and is not background work. */
export function timerIn(time: Time): EngineTimer {
  return {
    after(milliseconds, run, keepsAlive) {
      const { scheduler } = time;
      const { current } = scheduler;
      if (!keepsAlive || current.after !== undefined) return machineTimer.after(milliseconds, run, keepsAlive);
      if (current.process.dead) return () => {};
      let stopped = false;
      const due = time.now + milliseconds;
      void scheduler
        .call('timer', 'pause', [milliseconds], () => {}, { work: current, due })
        .then(() => {
          if (!stopped) run();
        });
      const task = scheduler.pending.at(-1);
      return () => {
        stopped = true;
        if (task !== undefined) scheduler.drop(task);
      };
    },
  };
}

const machineTimer: EngineTimer = {
  after(milliseconds, run, keepsAlive) {
    const timeout = setTimeout(run, milliseconds);
    if (!keepsAlive) timeout.unref();
    return () => clearTimeout(timeout);
  },
};

export function isBackground(work: Work): boolean {
  return work.after !== undefined;
}
