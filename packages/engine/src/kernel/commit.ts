import type { Store } from '@sallyport/store';
import { eventsWritten } from '@sallyport/store';
import type { EventHook } from './event-hook.ts';
import { asStored } from './granted-session.ts';
import type { Kernel } from './kernel.ts';

/**
 * The one way by which the engine writes: the store's `commit`, and after it the telling of what was committed.
 *
 * @param tellSoon has the owners told of the events that they are to be told of
 * @param hook tells the host, if it asks to be told
 */
export function commitTo(
  store: Pick<Store, 'commit'>,
  tellSoon: () => void,
  hook: EventHook | undefined,
): Kernel['commitAct'] {
  return async (change) => {
    const result = await store.commit(asStored(change));
    const events = eventsWritten(change, result);
    if (events.some(({ tell }) => tell !== undefined)) tellSoon();
    hook?.tell(events);
    return result;
  };
}
