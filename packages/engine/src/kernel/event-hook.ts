import { type EventRecord, inLaterTurn } from '@sallyport/store';
import type { CommittedEvent, Logger } from '../contract/host.ts';
import { codeOf } from './because.ts';
import { EVENTS_WAITING, OWNERS_AT_ONCE } from './limits.ts';

export interface EventHook {
  send(events: readonly EventRecord[]): void;
  settled(): Promise<void>;
}

export function eventHook(onEvent: (event: CommittedEvent) => Promise<void>, logger: Logger): EventHook {
  const waiting: CommittedEvent[] = [];
  const underWay = new Map<string, Promise<void>>();
  let asked = false;
  let missed = 0;

  async function sendEvent(event: CommittedEvent): Promise<void> {
    try {
      await onEvent(event);
    } catch (fault) {
      const { id, type } = event;
      logger.warn('onEvent failed at an event, and is not told of it again', {
        event: id,
        type,
        because: codeOf(fault),
      });
    }
  }

  function begin(): void {
    for (let place = 0; place < waiting.length && underWay.size < OWNERS_AT_ONCE; ) {
      const event = waiting[place];
      const account = `${event?.tenant} ${event?.accountId ?? ''}`;
      if (event === undefined || underWay.has(account)) {
        place += 1;
        continue;
      }
      waiting.splice(place, 1);
      const told = sendEvent(event).then(() => {
        underWay.delete(account);
        begin();
      });
      underWay.set(account, told);
    }
    if (missed === 0 || waiting.length > 0) return;
    logger.warn('onEvent has caught up, and was not told of some events', { missed });
    missed = 0;
  }

  function beginSoon(): void {
    if (asked) return;
    asked = true;
    inLaterTurn(() => {
      asked = false;
      begin();
    });
  }

  return {
    send(events) {
      for (const { recipients: _, ...event } of events) {
        if (waiting.length < EVENTS_WAITING) {
          // A copy: the host may change the object.
          waiting.push(structuredClone(event));
          continue;
        }
        if (missed === 0) logger.warn('onEvent is too slow: it is not told of events until it catches up');
        missed += 1;
      }
      if (events.length > 0) beginSoon();
    },
    async settled() {
      while (waiting.length > 0 || underWay.size > 0) {
        await (underWay.size > 0 ? Promise.race(underWay.values()) : new Promise<void>((turn) => inLaterTurn(turn)));
      }
    },
  };
}
