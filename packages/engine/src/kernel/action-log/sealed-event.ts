import type { SealedEvent } from '@sallyport/core/log';
import { type AccountId, actorName, type EventRecord } from '@sallyport/store';
import type { Pseudonyms } from './log-crypto.ts';

/** Seals pseudonyms from the beginning, so that a deletion changes no hash. */
export function sealedEvent({ of }: Pseudonyms, record: EventRecord): SealedEvent {
  const { tenant: _, recipients: __, id, at, type, accountId, actor, ...rest } = namedAnew(record, of);
  return {
    ...{ id, at: new Date(at).toISOString(), type, accountId },
    ...(actor === undefined ? {} : { actor: actorName(actor) }),
    ...rest,
  };
}

export function namedAnew<Event extends Pick<EventRecord, 'accountId' | 'actor' | 'detail'>>(
  event: Event,
  nameOf: (id: string) => string,
): Event {
  const { accountId, actor, detail } = event;
  const setUpBy = detail?.['setUpBy'];
  return {
    ...event,
    ...(accountId === undefined ? {} : { accountId: nameOf(accountId) as AccountId }),
    ...(typeof actor === 'string' && isAccountId(actor) ? { actor: nameOf(actor) } : {}),
    ...(typeof setUpBy === 'string' ? { detail: { ...detail, setUpBy: settersAnew(setUpBy, nameOf) } } : {}),
  };
}

export function accountsIn(event: Pick<EventRecord, 'accountId' | 'actor' | 'detail'>): readonly string[] {
  const ids: string[] = [];
  namedAnew(event, (id) => {
    ids.push(id);
    return id;
  });
  return ids;
}

function settersAnew(setUpBy: string, nameOf: (id: string) => string): string {
  return setUpBy
    .split(' ')
    .map((name) => (isAccountId(name) ? nameOf(name) : name))
    .join(' ');
}

/** `provider:corp` is a provider. */
function isAccountId(name: string): boolean {
  return name !== '' && name !== 'system' && !name.includes(':');
}
