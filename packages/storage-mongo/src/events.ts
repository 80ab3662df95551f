import { type Instant, instant } from '@sallyport/core';
import type { EventFilter, EventRecord, Listed, Page, TenantId } from '@sallyport/engine';
import { type Filter, Timestamp } from 'mongodb';
import type { Call } from './call.ts';
import { eventOf } from './documents/event.ts';
import { pageOf, placeIn, readLimit } from './page.ts';
import { eventPlace, sortable, text } from './place.ts';
import type { Stored } from './stored.ts';

const HOUR = 3_600_000;

/** An instant, and the place among the events of it. */
const PLACE = /^(-?\d{1,16}(?:\.\d+)?) (\d{1,20})$/;

export async function listEvents(
  { documents, limits }: Call,
  tenant: TenantId,
  page: Page & EventFilter,
): Promise<Listed<EventRecord>> {
  const before = placeIn(page);
  const place = before === undefined ? undefined : PLACE.exec(before);
  if (place === null) return { items: [] };
  const filter: Filter<Stored> = {
    tenant: sortable(tenant),
    kind: 'event',
    ...(page.accountId === undefined ? {} : { of: sortable(page.accountId) }),
    ...(page.type === undefined ? {} : { type: text(page.type) }),
    ...(place === undefined ? {} : beforePlace(Number(place[1]), BigInt(place[2] ?? 0))),
  };
  const options = { ...limits, sort: { at: -1, seq: -1 }, limit: readLimit(page) } as const;
  const found = await documents.find(filter, options).toArray();
  const listed = pageOf(found, page.limit, ({ at, seq }) => `${at} ${seq}`);
  return { ...listed, items: listed.items.map(eventOf) };
}

function beforePlace(at: number, seq: bigint): Filter<Stored> {
  const sameInstant = { at, seq: { $lt: new Timestamp(BigInt.asUintN(64, seq)) } };
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, sameInstant] };
}

export async function countFailures(
  { documents, limits }: Call,
  tenant: TenantId,
  since: Instant,
): Promise<readonly { readonly hour: Instant; readonly count: number }[]> {
  const hours = await documents
    .aggregate<{ readonly _id: number; readonly count: number }>(
      [
        { $match: { tenant: sortable(tenant), kind: 'event', type: 'sign-in.failed', at: { $gte: since } } },
        { $group: { _id: { $floor: { $divide: ['$at', HOUR] } }, count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ],
      limits,
    )
    .toArray();
  return hours.map(({ _id, count }) => ({ hour: instant(_id * HOUR), count }));
}

/** A flag, not a sequence: what is not told yet is found however late it was committed. */
export async function eventsToTell({ documents, limits }: Call, limit: number): Promise<readonly EventRecord[]> {
  if (limit <= 0) return [];
  return (await documents.find({ tell: true }, { ...limits, sort: { seq: 1 }, limit }).toArray()).map(eventOf);
}

export async function markTold({ documents, limits }: Call, tenant: TenantId, ids: readonly string[]): Promise<void> {
  const told = ids.map((id) => eventPlace(tenant, id, undefined)._id);
  await documents.updateMany({ _id: { $in: told }, kind: 'event' }, { $unset: { tell: 1 } }, limits);
}
