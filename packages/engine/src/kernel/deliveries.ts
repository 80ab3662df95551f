import type { Instant } from '@sallyport/core';
import { type EventRecord, inLaterTurn, type Recipients } from '@sallyport/store';
import { becauseOf } from './because.ts';
import type { Kernel } from './kernel.ts';
import { OWNERS_AT_ONCE } from './limits.ts';

const FEWEST_READ = 100;
const MOST_READ = 12_800;

export interface Deliveries {
  isOwn(event: EventRecord): boolean;
  beginSoon(): void;
  /** Does not wait for the deliveries. `howeverMany` reads beyond `MOST_READ`. */
  begin(howeverMany?: boolean): Promise<void>;
  send(): Promise<void>;
  stop(): Promise<void>;
  resume(): void;
}

export type Delivered = 'delivered' | 'again' | 'later';

export type Waiting = EventRecord & { readonly recipients: Recipients };

export interface Delivery<Own extends Waiting> {
  isOwn(event: EventRecord): event is Own;
  deliver(event: Own, readAt: Instant): Promise<Delivered>;
  readonly waits: { readonly first: number; readonly last: number };
  readonly ifUnread: string;
}

export function deliveries<Own extends Waiting>(
  kernel: Kernel,
  { isOwn, deliver, waits, ifUnread }: Delivery<Own>,
): Deliveries {
  const underWay = new Map<string, Promise<void>>();
  /** Owners who may have further events: they were told while the list was read, or from a list that was too old. */
  const missed = new Set<string>();
  /** The list that is being read may still contain these events. */
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
      if (!more) for (const owner of failed.keys()) if (!owners.has(owner)) failed.delete(owner);
      for (const owner of owners.keys()) if (!isDue(owner)) owners.delete(owner);
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
