import type { EventRecord, Recipients } from '@sallyport/store';
import { NOTICE_WAITS } from '../contract/lifetimes.ts';
import { becauseOf, codeOf } from './because.ts';
import type { Kernel } from './kernel.ts';
import { OWNERS_AT_ONCE } from './limits.ts';
import { disownLink } from './secrets/disown-link.ts';

const FEWEST_READ = 100;
/** The most events that are read after a commit. The next background interval finds events beyond this limit. */
const MOST_READ = 12_800;

export interface Notices {
  /**
   * Begins to send waiting notices, except to owners whose last notice failed a moment ago. Resolves when every due notice has begun,
   * before the last notices are sent.
   *
   * @param howeverMany reads beyond the limit of `MOST_READ`
   */
  begin(howeverMany?: boolean): Promise<void>;
  /** Sends all waiting notices, also to owners whose last notice failed, and waits for the results. */
  send(): Promise<void>;
  /** Begins nothing new, and waits for running notices. */
  stop(): Promise<void>;
  resume(): void;
}

/**
 * Sends notices to owners of accounts, in each account's order and several accounts at once. A failed notice delays the later notices of
 * that account alone. The notice is retried later, with a doubled pause after each failure.
 */
export function noticesOf(kernel: Kernel): Notices {
  const underWay = new Map<string, Promise<void>>();
  /** Owners whose notices were being sent while the log was read: there may be further events for them. */
  const missed = new Set<string>();
  /** Events whose notices were sent while the log was read: the result may still contain these events. */
  const toldSince = new Set<EventRecord['id']>();
  const failed = new Map<string, { readonly times: number; readonly until: number }>();
  let isOpen = true;
  let asked = false;
  let mostRead = MOST_READ;
  let reading: Promise<void> | undefined;

  function isDue(owner: string): boolean {
    if (underWay.has(owner)) missed.add(owner);
    return !underWay.has(owner) && (failed.get(owner)?.until ?? 0) <= kernel.now();
  }

  /** Returns the events of owners who are due, and whether the log may have more. */
  async function due(): Promise<{
    readonly owners: ReadonlyMap<string, readonly EventRecord[]>;
    readonly more: boolean;
  }> {
    for (let limit = FEWEST_READ; ; limit *= 2) {
      toldSince.clear();
      const untold = await kernel.store.eventsToNotify(limit);
      const owners = byOwner(untold.filter(({ id }) => !toldSince.has(id)));
      for (const owner of owners.keys()) if (!isDue(owner)) owners.delete(owner);
      const more = untold.length === limit;
      // Every event read belongs to an owner who is being told or waits for a retry: read further.
      if (owners.size > 0 || !more || limit >= mostRead) return { owners, more: more && owners.size > 0 };
    }
  }

  async function notify(owner: string, events: readonly EventRecord[]): Promise<void> {
    for (const event of events) {
      if (!isOpen) return;
      if (await sendNotice(kernel, event)) {
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
          notify(owner, events).finally(() => {
            underWay.delete(owner);
            if (missed.delete(owner)) void begin();
          }),
        );
      }
      asked ||= more;
    }
  }

  /** Begins to send notices to every owner who is due, and waits for no notice: a slow notice delays only its owner. */
  function begin(howeverMany = false): Promise<void> {
    asked = true;
    if (howeverMany) mostRead = Number.POSITIVE_INFINITY;
    reading ??= readAndBegin()
      .catch((fault: unknown) =>
        kernel.logger.warn('owners could not be told and will be told later', { because: becauseOf(fault) }),
      )
      .finally(() => {
        reading = undefined;
        mostRead = MOST_READ;
      });
    return reading;
  }

  async function send(): Promise<void> {
    for (const [owner, { times }] of failed) failed.set(owner, { times, until: 0 });
    await begin(true);
    while (reading !== undefined || underWay.size > 0) await Promise.all([reading, ...underWay.values()]);
  }

  return {
    begin,
    send,
    async stop() {
      isOpen = false;
      await Promise.all([reading, ...underWay.values()]);
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

const NOBODY: Recipients = { addresses: [], identifiers: [] };

async function sendNotice(
  { notifyOwner, store, logger, ring }: Kernel,
  { recipients, ...event }: EventRecord,
): Promise<boolean> {
  try {
    if (notifyOwner !== undefined) {
      const { addresses, identifiers, newIdentifier } = recipients ?? NOBODY;
      const token = disownLink(ring, event, addresses[0]);
      const further = { ...(newIdentifier !== undefined && { newIdentifier }), ...(token !== undefined && { token }) };
      await notifyOwner({ event, addresses, identifiers, ...further });
    }
    await store.markNotified(event.tenant, [event.id]);
    return true;
  } catch (fault) {
    const because = codeOf(fault);
    logger.warn('an owner could not be told and will be told later', { event: event.id, because });
    return false;
  }
}
