import { afterAll } from 'vitest';
import { BACKGROUND_INTERVAL } from '../packages/engine/src/contract/lifetimes.ts';

/**
 * Ends the background work of the engines that a test file left open. Test files without isolation share a process, in which the engines of thousands of
 * tests would seal and sweep every 15 seconds until the end of the run. Vitest runs this file before each test file.
 */
const waiting = timersOf(globalThis);

afterAll(() => {
  for (const timer of waiting) clearTimeout(timer);
  waiting.clear();
});

/** The timers of the process that wait for the interval of the background work. */
function timersOf(process: typeof globalThis): Set<NodeJS.Timeout> {
  const place = Symbol.for('sallyport.tests.background-timers');
  const known: Set<NodeJS.Timeout> | undefined = Reflect.get(process, place);
  if (known !== undefined) return known;
  const timers = new Set<NodeJS.Timeout>();
  Reflect.set(process, place, timers);
  process.setTimeout = new Proxy(process.setTimeout, {
    apply: (start, self, [run, delay, ...rest]) => {
      if (delay !== BACKGROUND_INTERVAL) return Reflect.apply(start, self, [run, delay, ...rest]);
      const timer: NodeJS.Timeout = Reflect.apply(start, self, [
        (...given: unknown[]) => {
          timers.delete(timer);
          run(...given);
        },
        delay,
        ...rest,
      ]);
      timers.add(timer);
      return timer;
    },
  });
  process.clearTimeout = new Proxy(process.clearTimeout, {
    apply: (stop, self, [timer]) => {
      timers.delete(timer);
      return Reflect.apply(stop, self, [timer]);
    },
  });
  return timers;
}
