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
  const named = NAMING.flatMap((member) => {
    const names = detail?.[member];
    return typeof names === 'string' ? [[member, namesAnew(names, nameOf)]] : [];
  });
  return {
    ...event,
    ...(accountId === undefined ? {} : { accountId: nameOf(accountId) as AccountId }),
    ...(typeof actor === 'string' && isAccountId(actor) ? { actor: nameOf(actor) } : {}),
    ...(named.length === 0 ? {} : { detail: { ...detail, ...Object.fromEntries(named) } }),
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

const NAMING = ['setUpBy', 'invitedBy'];

function namesAnew(names: string, nameOf: (id: string) => string): string {
  return names
    .split(' ')
    .map((name) => (isAccountId(name) ? nameOf(name) : name))
    .join(' ');
}

/** `provider:corp` is a provider. */
export function isAccountId(name: string): boolean {
  return name !== '' && name !== 'system' && name !== 'host' && !name.includes(':');
}
