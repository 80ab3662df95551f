import { MessageChannel } from 'node:worker_threads';

/**
 * Runs `run` once the callbacks of this turn of the event loop are over.
 *
 * Fake timers of Jest and Vitest never run `setImmediate`, so a message between two ports takes its place. `@sinonjs/fake-timers` marks its
 * functions with a `clock`.
 */
export function inLaterTurn(run: () => void): void {
  if (!('clock' in setImmediate)) {
    setImmediate(run);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.once('message', () => {
    port1.close();
    run();
  });
  port2.postMessage(undefined);
}
