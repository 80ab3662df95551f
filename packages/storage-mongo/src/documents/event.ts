import type { EventRecord } from '@sallyport/engine';
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
    ...(tell ? { tell } : {}),
    record,
    ...jsonOf(detail),
  };
}

export function eventOf({ record, json, tell }: Stored): EventRecord {
  return { ...record, tell: tell ?? false, ...(json === undefined ? {} : { detail: parsed(json) }) } as EventRecord;
}
