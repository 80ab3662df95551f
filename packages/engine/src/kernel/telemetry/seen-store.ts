import type { Tracer } from '@opentelemetry/api';
import {
  type Commit,
  type CommitResult,
  type EventRecord,
  type EventType,
  eventsWritten,
  type Store,
} from '@sallyport/store';
import type { Instruments } from './instruments.ts';
import { errorType, seenPart, watch } from './watch.ts';

export interface SeenStore {
  readonly store: Store;
  readonly flowsOpen: () => number;
  readonly noticesWaiting: () => number;
}

export function seenStore(tracer: Tracer, measured: Instruments, store: Store, now: () => number): SeenStore {
  const flows = new OpenFlows();
  let notices = 0;

  const calls = seenPart(store, (name, call) => {
    const attributes = { 'sallyport.store.operation': name };
    return watch(
      tracer,
      {
        name: `sallyport.store.${name}`,
        attributes,
        duration: measured.storeCalls,
        also(how, span) {
          if ('fault' in how) measured.storeErrors.add(1, { ...attributes, 'error.type': errorType(how.fault) });
          else if (isConflict(how.answer)) span.setAttribute('sallyport.store.conflict', how.answer.with);
        },
      },
      call,
    );
  });

  const committed = (change: Commit, result: CommitResult): void => {
    const isCommitted = result.outcome === 'committed';
    const events = eventsWritten(change, result);
    countCommitted(measured, isCommitted ? change : {}, events);
    if (isCommitted) flows.note(change);
    notices += events.filter(({ recipients }) => recipients !== undefined).length;
  };
  const noted: Pick<Store, 'commit' | 'eventsToNotify' | 'markNotified'> = {
    async commit(change) {
      const result = await calls.commit(change);
      committed(change, result);
      return result;
    },
    // Other processes write and send notices too.
    async eventsToNotify(limit) {
      const waiting = await calls.eventsToNotify(limit);
      notices = waiting.length;
      return waiting;
    },
    async markNotified(tenant, ids) {
      await calls.markNotified(tenant, ids);
      notices = Math.max(0, notices - ids.length);
    },
  };
  return {
    store: Object.assign(Object.create(calls), noted),
    flowsOpen: () => flows.count(now()),
    noticesWaiting: () => notices,
  };
}

function isConflict(answer: unknown): answer is { readonly outcome: 'conflict'; readonly with: string } {
  return typeof answer === 'object' && answer !== null && 'outcome' in answer && answer.outcome === 'conflict';
}

const MOST = 50_000;

class OpenFlows {
  readonly #endings = new Map<string, number>();

  note({ now, guards, flow, endFlow, newSession }: Commit): void {
    if (flow !== undefined && guards.flow === undefined) this.#endings.set(flow.id, flow.expiresAt);
    if (endFlow !== undefined) this.#endings.delete(endFlow.id);
    if (newSession !== undefined && 'flowId' in newSession.consumes) this.#endings.delete(newSession.consumes.flowId);
    this.#forget(now);
  }

  count(now: number): number {
    this.#forget(now);
    return this.#endings.size;
  }

  /** All flows have the same lifetime, so the oldest flow expires first. */
  #forget(now: number): void {
    for (const [id, end] of this.#endings) {
      if (end > now && this.#endings.size <= MOST) return;
      this.#endings.delete(id);
    }
  }
}

const ENDS: Partial<Record<EventType, string>> = {
  'sign-in.succeeded': 'succeeded',
  'sign-in.failed': 'failed',
  'sign-in.denied': 'denied',
};

function countCommitted(
  { signIns, lockouts, events: logged }: Instruments,
  { countUnknownFailure }: Pick<Commit, 'countUnknownFailure'>,
  events: readonly EventRecord[],
): void {
  for (const { type, method } of events) {
    logged.add(1, { 'sallyport.event.type': type });
    const by = method === undefined ? {} : { 'sallyport.method': method };
    const outcome = ENDS[type];
    if (outcome !== undefined) signIns.add(1, { 'sallyport.outcome': outcome, ...by });
    if (type === 'account.locked') lockouts.add(1, by);
  }
  if (countUnknownFailure === true) signIns.add(1, { 'sallyport.outcome': 'unknown' });
}
