import type { EventRecord } from '../store/records.ts';
import type { Kernel } from './kernel.ts';

/** How often notices go out and what is past its end is swept. */
const EVERY = 15_000;
const NOTICES_AT_ONCE = 100;
const MOST_NOTICES = 12_800;

export interface Tending {
  /** Soon, without anybody waiting for it. */
  tellSoon(): void;
  /** Once, now. Safe beside itself and beside other processes: a notice may go out twice, never not at all. */
  tend(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

/** What has to happen though nobody asked: owners are told, and what is past its end goes. */
export function tending(kernel: Kernel): Tending {
  let timer: ReturnType<typeof setInterval> | undefined;
  let running: Promise<void> | undefined;
  const tend = (): Promise<void> => {
    running ??= Promise.all([tellOwners(kernel), kernel.store.sweep(kernel.now())])
      .then(() => undefined)
      .catch(() => kernel.logger.warn('tending failed and will be tried again'))
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  let asked = false;
  return {
    tend,
    tellSoon() {
      if (asked) return;
      asked = true;
      setImmediate(() => {
        asked = false;
        void (running ?? Promise.resolve()).then(tend);
      });
    },
    start() {
      timer ??= setInterval(() => void tend(), EVERY).unref();
    },
    async close() {
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}

/**
 * Tells owners what happened to their accounts, in each account's order. A notice that fails is tried again the next time, and keeps
 * back what follows it for that account, nobody else's.
 */
async function tellOwners(kernel: Kernel): Promise<void> {
  const stuck = new Set<string>();
  let limit = NOTICES_AT_ONCE;
  while (limit <= MOST_NOTICES) {
    const untold = await kernel.store.eventsToTell(limit);
    let told = 0;
    for (const event of untold) {
      const owner = `${event.tenant} ${event.accountId ?? ''}`;
      if (stuck.has(owner)) continue;
      if (await tellOwner(kernel, event)) told++;
      else stuck.add(owner);
    }
    if (untold.length < limit) return;
    // Nothing but what is stuck: look behind it.
    if (told === 0) limit *= 2;
  }
}

async function tellOwner({ notifyOwner, store, logger }: Kernel, event: EventRecord): Promise<boolean> {
  try {
    if (notifyOwner !== undefined) {
      const { tell, ...told } = event;
      await notifyOwner({ event: told, addresses: tell?.addresses ?? [], identifiers: tell?.identifiers ?? [] });
    }
    await store.markTold(event.tenant, [event.id]);
    return true;
  } catch {
    logger.warn('an owner could not be told', { event: event.id });
    return false;
  }
}
