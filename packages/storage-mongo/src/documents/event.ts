import type { EventRecord, Recipients } from '@sallyport/store';
import { Timestamp } from 'mongodb';
import { eventPlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { jsonOf, parsed } from './record.ts';

export function eventDocument(event: EventRecord): Stored {
  const { detail, recipients, ...record } = event;
  const { tenant, id, at, type, accountId } = record;
  return {
    ...eventPlace(tenant, id, accountId),
    at,
    // The server replaces an empty timestamp with its clock, which gives every write another value.
    seq: new Timestamp(0n),
    fresh: 1,
    type,
    ...(accountId === undefined ? {} : { of: sortable(accountId) }),
    ...(recipients === undefined ? {} : { recipients: JSON.stringify(recipients) }),
    record,
    ...jsonOf(detail),
  };
}

export function eventOf({ record, json }: Stored): EventRecord {
  return { ...record, ...(json === undefined ? {} : { detail: parsed(json) }) } as EventRecord;
}

export function untoldOf(stored: Stored): EventRecord {
  return stored.recipients === undefined
    ? eventOf(stored)
    : { ...eventOf(stored), recipients: parsed(stored.recipients) as Recipients };
}
