import type { Instant } from '@sallyport/core';
import type { SamlRequestRecord, TenantId } from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';

export function readSamlRequest(
  connection: Connection,
  tenant: TenantId,
  id: string,
  now: Instant,
): SamlRequestRecord | undefined {
  const sql = 'select doc from sallyport_saml_request where tenant = ? and id = ? and expires_at > ?';
  return connection.get(sql, storable(tenant), storable(id), now)?.record();
}
