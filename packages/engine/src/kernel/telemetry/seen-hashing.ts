import type { Tracer } from '@opentelemetry/api';
import type { WaitingLine } from '../../contract/telemetry.ts';
import type { Instruments } from './instruments.ts';
import { secondsSince, watch } from './watch.ts';

/** A hashing queue with telemetry, and the number of waiting jobs. */
export interface SeenHashing<Turn> {
  readonly line: WaitingLine<Turn>;
  readonly waiting: () => number;
}

export function seenHashing<Turn extends { readonly queue: string }>(
  tracer: Tracer,
  measured: Instruments,
  line: WaitingLine<Turn>,
): SeenHashing<Turn> {
  let waiting = 0;
  return {
    waiting: () => waiting,
    line: async (turn, job) => {
      const attributes = { 'sallyport.hashing.queue': turn.queue };
      const asked = performance.now();
      let waits = true;
      waiting += 1;
      const leave = (): void => {
        if (waits) waiting -= 1;
        waits = false;
      };
      // Also counts a job as gone if the queue refuses or drops the job.
      try {
        return await line(turn, () => {
          leave();
          measured.hashingWaits.record(secondsSince(asked), attributes);
          return watch(tracer, { name: 'sallyport.hashing', attributes, duration: measured.hashing }, job);
        });
      } finally {
        leave();
      }
    },
  };
}
