import type { AccountId, EventRecord, Recipients } from '@sallyport/store';

/** The type of the event that tells the host of a deletion. */
export const ANNOUNCED: 'account.deletion-announced' = 'account.deletion-announced';

/** A deletion of which the host is still to be told. */
export type AnnouncedDeletion = EventRecord & { readonly accountId: AccountId; readonly recipients: Recipients };

/** Returns whether the host, and not an owner, is still to be told of the event. */
export function isForHost(event: EventRecord): event is AnnouncedDeletion {
  return event.type === ANNOUNCED && event.accountId !== undefined && event.recipients !== undefined;
}
