import type { EventRecord, Tell } from '@sallyport/store';
import { Timestamp } from 'mongodb';
import { eventPlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { jsonOf, parsed } from './record.ts';

export function eventDocument(event: EventRecord): Stored {
  const { detail, tell, ...record } = event;
  const { tenant, id, at, type, accountId } = record;
  return {
    ...eventPlace(tenant, id, accountId),
    at,
    // The server puts its clock here, which no two writes share and which never goes back.
    seq: new Timestamp(0n),
    type,
    ...(accountId === undefined ? {} : { of: sortable(accountId) }),
    ...(tell === undefined ? {} : { tell: JSON.stringify(tell) }),
    record,
    ...jsonOf(detail),
  };
}

/** A line of the log, without whom to tell of it. */
export function eventOf({ record, json }: Stored): EventRecord {
  return { ...record, ...(json === undefined ? {} : { detail: parsed(json) }) } as EventRecord;
}

/** An event whose owner is to be told. */
export function untoldOf(stored: Stored): EventRecord {
  return stored.tell === undefined ? eventOf(stored) : { ...eventOf(stored), tell: parsed(stored.tell) as Tell };
}
