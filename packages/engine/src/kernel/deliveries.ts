import type { Instant } from '@sallyport/core';
import type { EventRecord, Recipients } from '@sallyport/store';
import { becauseOf } from './because.ts';
import type { Kernel } from './kernel.ts';
import { OWNERS_AT_ONCE } from './limits.ts';
import { inLaterTurn } from './timer.ts';

const FEWEST_READ = 100;
/** The most events that are read after a commit. The next background interval finds events beyond this limit. */
const MOST_READ = 12_800;

/** Deliveries of one kind from the store's list of notices. */
export interface Deliveries {
  isOwn(event: EventRecord): boolean;
  /** As `begin`, after the present turn. The caller does not wait. */
  beginSoon(): void;
  /**
   * Begins to deliver what waits, except for accounts whose last delivery failed a moment ago. Resolves when every due delivery has begun,
   * before the last deliveries are made.
   *
   * @param howeverMany reads beyond the limit of `MOST_READ`
   */
  begin(howeverMany?: boolean): Promise<void>;
  /** Delivers all that waits, also for accounts whose last delivery failed, and waits for the results. */
  send(): Promise<void>;
  /** Begins nothing new, and waits for running deliveries. */
  stop(): Promise<void>;
  resume(): void;
}

/** `again`: the list is too old, and is read again at once. `later`: the event comes again after the pause, and so do the later events of its account. */
export type Delivered = 'delivered' | 'again' | 'later';

/** An event of the list. */
export type Waiting = EventRecord & { readonly recipients: Recipients };

/** A kind of deliveries. */
export interface Delivery<Own extends Waiting> {
  isOwn(event: EventRecord): event is Own;
  /** Delivers one event, and logs a failure. Never throws. `readAt` is the time before the list was read. */
  deliver(event: Own, readAt: Instant): Promise<Delivered>;
  /** The pause before a delivery is retried: doubled after each time, up to `last`. */
  readonly waits: { readonly first: number; readonly last: number };
  /** For the log, if the list could not be read. */
  readonly ifUnread: string;
}

/**
 * Delivers the events of one kind, in each account's order and several accounts at once. A failed delivery delays the later deliveries of
 * that account alone. The delivery is retried later, with a doubled pause after each failure.
 */
export function deliveries<Own extends Waiting>(
  kernel: Kernel,
  { isOwn, deliver, waits, ifUnread }: Delivery<Own>,
): Deliveries {
  const underWay = new Map<string, Promise<void>>();
  /** Owners who were being told while the list was read, or from a list that was too old: there may be further events for them. */
  const missed = new Set<string>();
  /** Events that were delivered while the list was read: the result may still contain these events. */
  const toldSince = new Set<EventRecord['id']>();
  const failed = new Map<string, { readonly times: number; readonly until: number }>();
  let isOpen = true;
  let asked = false;
  let isAskedSoon = false;
  let mostRead = MOST_READ;
  let reading: Promise<void> | undefined;

  function isDue(owner: string): boolean {
    if (underWay.has(owner)) missed.add(owner);
    return !underWay.has(owner) && (failed.get(owner)?.until ?? 0) <= kernel.now();
  }

  /** Returns the events of owners who are due, and whether the list may have more. */
  async function due(): Promise<{
    readonly owners: ReadonlyMap<string, readonly Own[]>;
    readonly readAt: Instant;
    readonly more: boolean;
  }> {
    for (let limit = FEWEST_READ; ; limit *= 2) {
      toldSince.clear();
      const readAt = kernel.now();
      const untold = await kernel.store.eventsToNotify(limit);
      const owners = byOwner(untold.filter(isOwn).filter(({ id }) => !toldSince.has(id)));
      const more = untold.length === limit;
      // Another process may have delivered what failed here.
      if (!more) for (const owner of failed.keys()) if (!owners.has(owner)) failed.delete(owner);
      for (const owner of owners.keys()) if (!isDue(owner)) owners.delete(owner);
      // Every event read belongs to an owner who is being told or waits for a retry: read further.
      if (owners.size > 0 || !more || limit >= mostRead) return { owners, readAt, more: more && owners.size > 0 };
    }
  }

  async function tell(owner: string, events: readonly Own[], readAt: Instant): Promise<void> {
    for (const event of events) {
      if (!isOpen) return;
      const result = await deliver(event, readAt);
      if (result === 'delivered') {
        toldSince.add(event.id);
        failed.delete(owner);
        continue;
      }
      if (result === 'again') {
        missed.add(owner);
        return;
      }
      const times = (failed.get(owner)?.times ?? 0) + 1;
      const wait = Math.min(waits.last, waits.first * 2 ** (times - 1));
      failed.set(owner, { times, until: kernel.now() + wait });
      return;
    }
  }

  async function readAndBegin(): Promise<void> {
    while (asked && isOpen) {
      asked = false;
      const { owners, readAt, more } = await due();
      for (const [owner, events] of owners) {
        while (underWay.size >= OWNERS_AT_ONCE) await Promise.race(underWay.values());
        underWay.set(
          owner,
          tell(owner, events, readAt).finally(() => {
            underWay.delete(owner);
            if (missed.delete(owner)) void begin();
          }),
        );
      }
      asked ||= more;
    }
  }

  function begin(howeverMany = false): Promise<void> {
    asked = true;
    if (howeverMany) mostRead = Number.POSITIVE_INFINITY;
    reading ??= readAndBegin()
      .catch((fault: unknown) => kernel.logger.warn(ifUnread, { because: becauseOf(fault) }))
      .finally(() => {
        reading = undefined;
        mostRead = MOST_READ;
        // Somebody may have asked after the last look at `asked`.
        if (asked && isOpen) void begin();
      });
    return reading;
  }

  async function send(): Promise<void> {
    for (const [owner, { times }] of failed) failed.set(owner, { times, until: 0 });
    await begin(true);
    while (reading !== undefined || underWay.size > 0) await Promise.all([reading, ...underWay.values()]);
  }

  return {
    isOwn,
    beginSoon() {
      if (isAskedSoon || !isOpen) return;
      isAskedSoon = true;
      inLaterTurn(() => {
        isAskedSoon = false;
        if (isOpen) void begin();
      });
    },
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

function byOwner<Own extends Waiting>(events: readonly Own[]): Map<string, Own[]> {
  const owners = new Map<string, Own[]>();
  for (const event of events) {
    const owner = `${event.tenant} ${event.accountId ?? ''}`;
    const own = owners.get(owner);
    if (own === undefined) owners.set(owner, [event]);
    else own.push(event);
  }
  return owners;
}
