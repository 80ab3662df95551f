import {
  currentRecord,
  type Listed,
  type LogBatchRecord,
  type Page,
  pageOf,
  placeOf,
  type StoredRecord,
  type TenantId,
} from '@sallyport/store';
import type { Call } from './call.ts';
import { inTransaction, isTaken } from './commit/transaction.ts';
import { parsed } from './documents/record.ts';
import { readLimit } from './page.ts';
import { eventStreamPlace, logBatchPlace, sortable, versionPart } from './place.ts';
import { BY_ID, type Stored } from './stored.ts';

/** Readers of the stream write the same document. */
const TRIES = 10;

export async function appendLogBatch(call: Call, batch: LogBatchRecord): Promise<boolean> {
  for (let turn = 0; turn < TRIES; turn++) {
    const last = await readLogHead(call, batch.tenant);
    if (batch.number !== (last === undefined ? 0 : last.number + 1)) return false;
    if (await tryAppend(call, batch)) return true;
  }
  return false;
}

async function tryAppend(call: Call, batch: LogBatchRecord): Promise<boolean> {
  const { tenant, number, cursor } = batch;
  const place = Number(placeOf({ cursor, limit: 1 }) ?? 0) || 0;
  const document: Stored = { ...logBatchPlace(tenant, number), version: number, json: JSON.stringify(batch) };
  try {
    return await inTransaction(call, async (session) => {
      const options = { ...call.limits, session };
      await call.documents.insertOne(document, options);
      const fresh = { $cond: [{ $gt: ['$total', place] }, 1, '$$REMOVE'] };
      await call.documents.updateOne(eventStreamPlace(tenant), [{ $set: { fresh } }], { ...options, hint: BY_ID });
      return true;
    });
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

export async function readLogHead({ documents, limits }: Call, tenant: TenantId): Promise<LogBatchRecord | undefined> {
  const own = { tenant: sortable(tenant), kind: 'log-batch' } as const;
  const [last] = await documents.find(own, { ...limits, sort: { part: -1 }, limit: 1 }).toArray();
  return last && batchOf(last);
}

export async function listLogBatches(
  { documents, limits }: Call,
  tenant: TenantId,
  page: Page,
): Promise<Listed<LogBatchRecord>> {
  const place = placeOf(page);
  const after = place === undefined || !/^\d{1,15}$/.test(place) ? {} : { part: { $gt: versionPart(Number(place)) } };
  const filter = { tenant: sortable(tenant), kind: 'log-batch', ...after } as const;
  const found = await documents.find(filter, { ...limits, sort: { part: 1 }, limit: readLimit(page) }).toArray();
  return pageOf(found.map(batchOf), page.limit, ({ number }) => `${number}`);
}

export async function unsealedTenants(
  { documents, limits }: Call,
  { after, limit }: { readonly after?: TenantId | undefined; readonly limit: number },
): Promise<readonly TenantId[]> {
  const found = await documents
    .aggregate<{ readonly name: TenantId }>(
      [
        { $match: { fresh: 1, ...(after === undefined ? {} : { tenant: { $gt: sortable(after) } }) } },
        { $group: { _id: '$tenant', name: { $first: '$record.tenant' } } },
        { $sort: { _id: 1 } },
        { $limit: limit },
      ],
      limits,
    )
    .toArray();
  return found.map(({ name }) => name);
}

function batchOf({ json = '' }: Stored): LogBatchRecord {
  return currentRecord<LogBatchRecord>(parsed(json) as StoredRecord);
}
