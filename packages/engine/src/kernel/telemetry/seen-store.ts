import type { Tracer } from '@opentelemetry/api';
import type { Commit, CommitResult, Store } from '@sallyport/store';
import { eventsWritten } from '@sallyport/store';
import { countCommitted } from './committed.ts';
import { errorType } from './error-type.ts';
import type { Instruments } from './instruments.ts';
import { OpenFlows } from './open-flows.ts';
import { seenPart } from './seen-part.ts';
import { watch } from './watch.ts';

/** A store with telemetry, and the levels derived from its calls. */
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
    notices += events.filter(({ tell }) => tell !== undefined).length;
  };
  const noted: Pick<Store, 'commit' | 'eventsToTell' | 'markTold'> = {
    async commit(change) {
      const result = await calls.commit(change);
      committed(change, result);
      return result;
    },
    // The store's count replaces the count of this process, because other processes write and send notices too.
    async eventsToTell(limit) {
      const waiting = await calls.eventsToTell(limit);
      notices = waiting.length;
      return waiting;
    },
    async markTold(tenant, ids) {
      await calls.markTold(tenant, ids);
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
