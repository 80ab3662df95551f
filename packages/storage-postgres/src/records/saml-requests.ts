import type { Instant } from '@sallyport/core';
import type { SamlRequestRecord, TenantId } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';

export async function readSamlRequest(
  database: Database,
  table: Tables,
  asked: { readonly tenant: TenantId; readonly id: string; readonly now: Instant },
): Promise<SamlRequestRecord | undefined> {
  const parameters = new Parameters();
  const text = `select doc::text as doc from ${table.samlRequest}
    where tenant = ${parameters.text(asked.tenant)} and id = ${parameters.text(asked.id)} and expires_at > ${parameters.number(asked.now)}`;
  const [row] = await database.run('readSamlRequest', { text, values: parameters.values });
  return row?.document<SamlRequestRecord>('doc');
}
