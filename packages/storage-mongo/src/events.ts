import { type Instant, instant } from '@sallyport/core';
import {
  type EventCount,
  type EventFilter,
  type EventRecord,
  type EventsAsked,
  type Listed,
  pageOf,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import { type Filter, Timestamp } from 'mongodb';
import type { Call } from './call.ts';
import { eventOf, untoldOf } from './documents/event.ts';
import { conditionsOf, eventStream } from './event-stream.ts';
import { HOUR, hourOf } from './hour.ts';
import { readLimit } from './page.ts';
import { eventPlace, sortable, versionPart } from './place.ts';
import type { Stored } from './stored.ts';

/** An instant, and the `seq` of an event at that instant. */
const PLACE = /^(-?\d{1,16}(?:\.\d+)?) (\d{1,20})$/;

export function listEvents(call: Call, tenant: TenantId, page: EventsAsked): Promise<Listed<EventRecord>> {
  return page.order === 'oldest-first' ? eventStream(call, tenant, page) : newestFirst(call, tenant, page);
}

async function newestFirst(
  { documents, limits }: Call,
  tenant: TenantId,
  page: EventsAsked,
): Promise<Listed<EventRecord>> {
  const before = placeOf(page);
  const place = before === undefined ? undefined : PLACE.exec(before);
  if (place === null) return { items: [] };
  const conditions = [
    ...conditionsOf(tenant, page),
    ...(place === undefined ? [] : [beforePlace(Number(place[1]), BigInt(place[2] ?? 0))]),
  ];
  const options = { ...limits, sort: { at: -1, seq: -1 }, limit: readLimit(page) } as const;
  const found = await documents.find({ $and: conditions }, options).toArray();
  const listed = pageOf(found, page.limit, ({ at, seq }) => `${at} ${seq}`);
  return { ...listed, items: listed.items.map(eventOf) };
}

function beforePlace(at: number, seq: bigint): Filter<Stored> {
  const sameInstant = { at, seq: { $lt: new Timestamp(BigInt.asUintN(64, seq)) } };
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, sameInstant] };
}

export async function countEvents(
  { documents, limits }: Call,
  tenant: TenantId,
  filter: EventFilter,
): Promise<readonly EventCount[]> {
  const hours = await documents
    .aggregate<{ readonly _id: number; readonly count: number; readonly failed: number }>(
      [
        { $match: { $and: conditionsOf(tenant, filter) } },
        {
          $group: {
            _id: { $floor: { $divide: ['$at', HOUR] } },
            count: { $sum: 1 },
            failed: { $sum: { $cond: [{ $eq: ['$type', 'sign-in.failed'] }, 1, 0] } },
          },
        },
        { $sort: { _id: 1 } },
      ],
      limits,
    )
    .toArray();
  return hours.map(({ _id, count, failed }) => ({ hour: instant(_id * HOUR), count, failed }));
}

export async function countFailures(
  { documents, limits }: Call,
  tenant: TenantId,
  since: Instant,
): Promise<readonly { readonly hour: Instant; readonly count: number }[]> {
  const own = { tenant: sortable(tenant) };
  const logged = { ...own, kind: 'event', type: 'sign-in.failed', at: { $gte: since } };
  const counted = { ...own, kind: 'failures', part: { $gte: versionPart(Math.max(0, hourOf(since))) } };
  const hours = await documents
    .aggregate<{ readonly _id: number; readonly count: number }>(
      [
        { $match: { $or: [logged, counted] } },
        {
          $group: {
            _id: { $floor: { $divide: ['$at', HOUR] } },
            count: { $sum: { $cond: [{ $eq: ['$kind', 'event'] }, 1, '$total'] } },
          },
        },
        { $sort: { _id: 1 } },
      ],
      limits,
    )
    .toArray();
  return hours.map(({ _id, count }) => ({ hour: instant(_id * HOUR), count }));
}

/** A cursor on `seq` would skip an event that is committed late. */
export async function eventsToNotify({ documents, limits }: Call, limit: number): Promise<readonly EventRecord[]> {
  if (limit <= 0) return [];
  const untold = { recipients: { $exists: true } };
  return (await documents.find(untold, { ...limits, sort: { seq: 1 }, limit }).toArray()).map(untoldOf);
}

export async function markNotified(
  { documents, limits }: Call,
  tenant: TenantId,
  ids: readonly string[],
): Promise<void> {
  const told = ids.map((id) => eventPlace(tenant, id, undefined)._id);
  await documents.updateMany({ _id: { $in: told }, kind: 'event' }, { $unset: { recipients: 1 } }, limits);
}
