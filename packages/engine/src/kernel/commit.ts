import type { AccountProfile, AccountRecord, Store } from '@sallyport/store';
import { eventsWritten } from '@sallyport/store';
import { asStored } from './engine-commit.ts';
import type { EventHook } from './event-hook.ts';
import type { Kernel } from './kernel.ts';

type ProfileOf = (account: AccountRecord) => AccountProfile | undefined;

/**
 * The engine's only way to write accounts, sessions, flows and events: the store's `commit`, then notices and events for the written change.
 * The other writes of the engine are calls of `Kernel.store`.
 *
 * @param tellSoon sends the notices to owners soon
 * @param hook tells the host of events, if the host has an `onEvent`
 * @param profileOf returns what administrators count of a written account
 */
export function commitTo(
  store: Pick<Store, 'commit'>,
  tellSoon: () => void,
  hook: EventHook | undefined,
  profileOf: ProfileOf = () => undefined,
): Kernel['commitAct'] {
  return async (change) => {
    const { account } = change;
    const profile = account && profileOf(account);
    const result = await store.commit(asStored(profile === undefined ? change : { profile, ...change }));
    const events = eventsWritten(change, result);
    if (events.some(({ recipients }) => recipients !== undefined)) tellSoon();
    hook?.send(events);
    return result;
  };
}
