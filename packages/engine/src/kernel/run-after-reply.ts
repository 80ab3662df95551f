import type { Logger } from '../contract/host.ts';
import type { Kernel } from './kernel.ts';
import { inLaterTurn } from './timer.ts';

/** Runs work after the reply is sent. `settled` waits for running work. */
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
