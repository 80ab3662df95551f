import { Worker } from 'node:worker_threads';
import type { ThreatChange } from '@sallyport/assurance';
import type { ThreatAnalyst } from './kernel/threat-previews.ts';

/** Megabytes. */
const MEGABYTES = 512;

/** Node 22.18 and later run the worker from sources. Earlier versions run the build alone. */
const isSource = (address: string | undefined): boolean => address?.endsWith('.ts') === true;

/** @throws Error in a bundle of CommonJS, where a module has no address */
function workerBeside(address: string | undefined): URL {
  if (address === undefined)
    throw new Error('the worker is a file of @sallyport/engine, which this bundle has not: keep the package outside');
  return new URL(isSource(address) ? './threat-worker.ts' : './threat-worker.js', address);
}

/** The first analysis of a thread takes three times as long as later analyses, so the thread stays. */
export function workerAnalyst(entry?: URL): ThreatAnalyst {
  let worker: Worker | undefined;
  let stop: ((fault: Error) => void) | undefined;

  const started = (): Worker => {
    const made = new Worker(entry ?? workerBeside(import.meta.url), {
      ...(isSource(import.meta.url) ? { execArgv: ['--conditions=@sallyport/source'] } : { execArgv: [] }),
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    });
    const ended = (fault: Error): void => {
      if (worker !== made) return;
      worker = undefined;
      stop?.(fault);
    };
    made.on('error', ended);
    made.on('exit', () => ended(new Error('the worker thread ended')));
    return made;
  };

  return {
    ask: (question) =>
      new Promise<ThreatChange>((resolve, reject) => {
        worker ??= started();
        const used = worker;
        const done = (): void => {
          stop = undefined;
          used.removeAllListeners('message');
          // An otherwise idle process does not wait for an idle thread.
          used.unref();
        };
        stop = (fault) => {
          done();
          reject(fault);
        };
        used.once('message', (change: ThreatChange) => {
          done();
          resolve(change);
        });
        used.ref();
        used.postMessage(question);
      }),
    async end() {
      const ending = worker;
      worker = undefined;
      stop?.(new Error('the analysis was ended'));
      await ending?.terminate();
    },
  };
}
