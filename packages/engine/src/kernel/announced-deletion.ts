import type { AccountId, EventRecord, Recipients } from '@sallyport/store';

export const ANNOUNCED: 'account.deletion-announced' = 'account.deletion-announced';

export type AnnouncedDeletion = EventRecord & { readonly accountId: AccountId; readonly recipients: Recipients };

export function isForHost(event: EventRecord): event is AnnouncedDeletion {
  return event.type === ANNOUNCED && event.accountId !== undefined && event.recipients !== undefined;
}
