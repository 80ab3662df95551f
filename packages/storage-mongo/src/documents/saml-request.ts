import type { SamlRequestRecord } from '@sallyport/store';
import { samlRequestPlace, sortable } from '../place.ts';
import { dateOf, type Stored } from '../stored.ts';
import { jsonOf, parsed, recordOf } from './record.ts';

export function samlRequestDocument({ kept, response, ...record }: SamlRequestRecord): Stored {
  const { tenant, id, version, expiresAt } = record;
  return {
    ...samlRequestPlace(tenant, id),
    id: sortable(id),
    version,
    ends: dateOf(expiresAt),
    record,
    ...jsonOf({ kept, response }),
  };
}

export function samlRequestOf(stored: Stored): SamlRequestRecord {
  const record = recordOf<SamlRequestRecord>(stored);
  const { json = '{}' } = stored;
  return { ...record, ...(parsed(json) as Pick<SamlRequestRecord, 'kept' | 'response'>) };
}
