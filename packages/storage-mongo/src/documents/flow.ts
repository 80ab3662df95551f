import type { FlowRecord } from '@sallyport/store';
import { accountPlace, flowPlace, sortable } from '../place.ts';
import { dateOf, type Stored } from '../stored.ts';
import { jsonOf, parsed, recordOf } from './record.ts';

export function flowDocument(flow: FlowRecord): Stored {
  const { continuation, ...record } = flow;
  const { tenant, tokenHash, id, version, accountId, expiresAt } = record;
  return {
    ...flowPlace(tenant, tokenHash),
    id: sortable(id),
    version,
    ends: dateOf(expiresAt),
    ...(accountId === undefined ? {} : { account: accountPlace(tenant, accountId)._id, owner: sortable(accountId) }),
    record,
    ...jsonOf(continuation),
  };
}

export function flowOf(stored: Stored): FlowRecord {
  const record = recordOf<FlowRecord>(stored);
  return stored.json === undefined ? record : { ...record, continuation: parsed(stored.json) };
}
