import type { EventRecord } from '@sallyport/store';
import { NOTICE_WAITS } from '../contract/lifetimes.ts';
import type { Kernel } from './kernel.ts';
import { OWNERS_AT_ONCE } from './limits.ts';

const FEWEST_READ = 100;
/** Events read at most after each commit. What lies behind more than this is found by the next round of background work. */
const MOST_READ = 12_800;

export interface Telling {
  /**
   * Tells every owner whom there is something to tell, but for those with whom it failed a moment ago. Waits for nobody.
   *
   * @param howeverMany looks behind what waits, however much of it there is
   */
  begin(howeverMany?: boolean): Promise<void>;
  /** Tells them all, those with whom it failed included, and waits until they are told or it has failed. */
  tell(): Promise<void>;
  /** What is under way: nothing new begins. */
  stop(): Promise<void>;
  resume(): void;
}

/**
 * Tells owners what happened to their accounts, in each account's order and several accounts at once. A notice that fails keeps
 * back what follows it for that account, and nobody else's; it is tried again later, and later still if it fails again.
 */
export function telling(kernel: Kernel): Telling {
  const underWay = new Map<string, Promise<void>>();
  /** Owners who were being told while the log was read: something more may have happened to them. */
  const missed = new Set<string>();
  /** Events that were told while the log was read: what was read may still hold them. */
  const toldSince = new Set<EventRecord['id']>();
  const failed = new Map<string, { readonly times: number; readonly until: number }>();
  let isOpen = true;
  let asked = false;
  let mostRead = MOST_READ;
  let round: Promise<void> | undefined;

  function isDue(owner: string): boolean {
    if (underWay.has(owner)) missed.add(owner);
    return !underWay.has(owner) && (failed.get(owner)?.until ?? 0) <= kernel.now();
  }

  /** The events of owners who can be told now; whether there may be more behind them. */
  async function due(): Promise<{
    readonly owners: ReadonlyMap<string, readonly EventRecord[]>;
    readonly more: boolean;
  }> {
    for (let limit = FEWEST_READ; ; limit *= 2) {
      toldSince.clear();
      const untold = await kernel.store.eventsToTell(limit);
      const owners = byOwner(untold.filter(({ id }) => !toldSince.has(id)));
      for (const owner of owners.keys()) if (!isDue(owner)) owners.delete(owner);
      const more = untold.length === limit;
      // Nothing but what waits or is under way: look behind it.
      if (owners.size > 0 || !more || limit >= mostRead) return { owners, more: more && owners.size > 0 };
    }
  }

  async function tellOwner(owner: string, events: readonly EventRecord[]): Promise<void> {
    for (const event of events) {
      if (!isOpen) return;
      if (await tellOf(kernel, event)) {
        toldSince.add(event.id);
        failed.delete(owner);
        continue;
      }
      const times = (failed.get(owner)?.times ?? 0) + 1;
      const wait = Math.min(NOTICE_WAITS.last, NOTICE_WAITS.first * 2 ** (times - 1));
      failed.set(owner, { times, until: kernel.now() + wait });
      return;
    }
  }

  async function readAndBegin(): Promise<void> {
    while (asked && isOpen) {
      asked = false;
      const { owners, more } = await due();
      for (const [owner, events] of owners) {
        while (underWay.size >= OWNERS_AT_ONCE) await Promise.race(underWay.values());
        underWay.set(
          owner,
          tellOwner(owner, events).finally(() => {
            underWay.delete(owner);
            if (missed.delete(owner)) void begin();
          }),
        );
      }
      asked ||= more;
    }
  }

  /** Begins to tell every owner who is due, and waits for none of them: a slow notice delays nobody else. */
  function begin(howeverMany = false): Promise<void> {
    asked = true;
    if (howeverMany) mostRead = Number.POSITIVE_INFINITY;
    round ??= readAndBegin()
      .catch(() => kernel.logger.warn('owners could not be told and will be told later'))
      .finally(() => {
        round = undefined;
        mostRead = MOST_READ;
      });
    return round;
  }

  async function tell(): Promise<void> {
    for (const [owner, { times }] of failed) failed.set(owner, { times, until: 0 });
    await begin(true);
    while (round !== undefined || underWay.size > 0) await Promise.all([round, ...underWay.values()]);
  }

  return {
    begin,
    tell,
    async stop() {
      isOpen = false;
      await Promise.all([round, ...underWay.values()]);
    },
    resume() {
      isOpen = true;
    },
  };
}

function byOwner(events: readonly EventRecord[]): Map<string, EventRecord[]> {
  const owners = new Map<string, EventRecord[]>();
  for (const event of events) {
    const owner = `${event.tenant} ${event.accountId ?? ''}`;
    const own = owners.get(owner);
    if (own === undefined) owners.set(owner, [event]);
    else own.push(event);
  }
  return owners;
}

async function tellOf({ notifyOwner, store, logger }: Kernel, { tell, ...event }: EventRecord): Promise<boolean> {
  try {
    if (notifyOwner !== undefined) {
      await notifyOwner({ event, addresses: tell?.addresses ?? [], identifiers: tell?.identifiers ?? [] });
    }
    await store.markTold(event.tenant, [event.id]);
    return true;
  } catch {
    logger.warn('an owner could not be told and will be told later', { event: event.id });
    return false;
  }
}
