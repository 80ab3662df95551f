import {
  actorName,
  type EventFilter,
  type EventRecord,
  type EventsAsked,
  type HostActor,
  type Listed,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import type { ClientSession, Filter } from 'mongodb';
import type { Call } from './call.ts';
import { inTransaction, isNothingWritten, MAJORITY } from './commit/transaction.ts';
import { eventOf } from './documents/event.ts';
import { readLimit } from './page.ts';
import { eventStreamPlace, sortable, text } from './place.ts';
import { BY_ID, type Stored } from './stored.ts';

/** Two conditions may name the same field. */
export function conditionsOf(
  tenant: TenantId,
  { accountId, actor, types, from, to }: EventFilter,
): readonly Filter<Stored>[] {
  return [
    { tenant: sortable(tenant), kind: 'event' },
    ...(accountId === undefined ? [] : [{ of: sortable(accountId) }]),
    ...(actor === undefined ? [] : [ofActor(actor)]),
    ...(types === undefined ? [] : [{ type: { $in: types.map(text) } }]),
    ...(from === undefined ? [] : [{ at: { $gte: Number(from) } }]),
    ...(to === undefined ? [] : [{ at: { $lt: Number(to) } }]),
  ];
}

/** A document is compared as a whole, and its fields may come in two orders. */
function ofActor(actor: NonNullable<EventFilter['actor']>): Filter<Stored> {
  const name = text(actor && actorName(actor));
  const [kind, id] = name === HOST ? [HOST] : name.startsWith(`${HOST}:`) ? [HOST, name.slice(HOST.length + 1)] : [];
  if (kind === undefined) return { 'record.actor': name };
  const documents =
    id === undefined
      ? [{ kind }]
      : [
          { kind, id },
          { id, kind },
        ];
  return { 'record.actor': { $in: [name, ...documents] } };
}

const HOST: HostActor['kind'] = 'host';

const PLACED_AT_ONCE = 1_000;
const TRIES = 5;

/** `seq` is no cursor: a transaction takes the number before its commit. Every transaction that gives places writes the tenant's `event-stream`. */
export async function eventStream(call: Call, tenant: TenantId, page: EventsAsked): Promise<Listed<EventRecord>> {
  for (let turn = 0; turn < TRIES; turn++) if (await placeEvents(call, tenant)) break;
  const [passed] = /^\d{1,15}$/.exec(placeOf(page) ?? '') ?? ['0'];
  // On a sharded cluster, two reads could see a transaction on one shard alone.
  const read = await inSnapshot(call, async (session) => {
    const options = { ...call.limits, session };
    const placed = (await call.documents.findOne(eventStreamPlace(tenant), { ...options, hint: BY_ID }))?.total ?? 0;
    const after = Number(passed) > placed ? 0 : Number(passed);
    const filter = { $and: [...conditionsOf(tenant, page), { place: { $gt: after } }] };
    const sorted = { ...options, sort: { place: 1 }, limit: readLimit(page) } as const;
    return { placed, found: await call.documents.find(filter, sorted).toArray() };
  });
  const shown = read.found.slice(0, page.limit);
  const last = read.found.length > shown.length ? (shown.at(-1)?.place ?? passed) : read.placed;
  return { items: shown.map(eventOf), next: Buffer.from(`${last}`).toString('base64url') };
}

/** No fail-over can undo the records: a cursor never counts an undone place. */
async function inSnapshot<Result>(
  call: Call,
  read: (session: ClientSession) => Promise<Result>,
  tries: number = TRIES,
): Promise<Result> {
  const session = call.client.startSession();
  try {
    session.startTransaction(MAJORITY);
    const result = await read(session);
    await session.commitTransaction();
    return result;
  } catch (error) {
    if (tries <= 1 || !isNothingWritten(error)) throw error;
  } finally {
    session.endSession().catch(() => {});
  }
  return inSnapshot(call, read, tries - 1);
}

async function placeEvents(call: Call, tenant: TenantId): Promise<boolean> {
  const { documents, limits } = call;
  const own = { tenant: sortable(tenant), kind: 'event', place: { $exists: false } } as const;
  // A long scan would go on with newer states.
  const readConcern = { level: 'snapshot' } as const;
  const sorted = {
    ...limits,
    readConcern,
    sort: { place: 1, seq: 1 },
    limit: PLACED_AT_ONCE,
    projection: { part: 1 },
  } as const;
  const unplaced = await documents.find(own, sorted).toArray();
  if (unplaced.length === 0) return true;
  return inTransaction(call, async (session) => {
    const options = { ...limits, session };
    const { _id, ...place } = eventStreamPlace(tenant);
    const stream = await documents.findOneAndUpdate(
      { _id, ...place },
      { $inc: { total: unplaced.length }, $set: { fresh: 1, record: { tenant } } },
      { ...options, upsert: true, returnDocument: 'after' },
    );
    const before = (stream?.total ?? 0) - unplaced.length;
    await documents.bulkWrite(
      unplaced.map(({ _id: id, part }, turn) => ({
        updateOne: {
          filter: { _id: id, part, ...own },
          update: { $set: { place: before + turn + 1 }, $unset: { fresh: 1 } },
        },
      })),
      options,
    );
    return true;
  });
}
