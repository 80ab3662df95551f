import type { TenantId } from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';
import { readPolicy } from './policies.ts';

/** With their keys, if they have no `rowid`. Sessions first. */
const OF_PEOPLE: readonly (readonly [table: string, key: string])[] = [
  ['session', 'rowid'],
  ['flow', 'rowid'],
  ['saml_request', 'rowid'],
  ['device', 'rowid'],
  ['counter', 'rowid'],
  ['single_use', 'tenant, key'],
  ['vault', 'rowid'],
  ['name', 'tenant, name, account_id'],
  ['account_key', 'tenant, kind, value'],
  ['membership', 'rowid'],
  ['account', 'rowid'],
  ['organisation_version', 'rowid'],
  ['organisation', 'rowid'],
  ['administrators', 'rowid'],
  ['day', 'rowid'],
  ['unknown_failures', 'rowid'],
];

const OF_LOG: typeof OF_PEOPLE = [
  ['event', 'rowid'],
  ['event_stream', 'rowid'],
  ['log_batch', 'rowid'],
];

export function removeTenant(connection: Connection, tenant: TenantId, limit: number): number {
  const newest = readPolicy(connection, tenant);
  if (newest?.removed === undefined) return 0;
  const own = storable(tenant);
  const keepsLog = newest.removed.log === 'keep';
  let left = limit;
  for (const [table, key] of [...OF_PEOPLE, ...(keepsLog ? [] : OF_LOG)]) {
    if (left <= 0) break;
    const due = `select ${key} from sallyport_${table} where tenant = ? limit ?`;
    left -= connection.run(`delete from sallyport_${table} where (${key}) in (${due})`, own, left);
  }
  if (left > 0)
    left -= connection.run('delete from sallyport_policy where tenant = ? and version < ?', own, newest.version);
  if (keepsLog && left > 0) {
    const due = 'select written from sallyport_event where tenant = ? and tell is not null limit ?';
    left -= connection.run(`update sallyport_event set tell = null where written in (${due})`, own, left);
  }
  return limit - left;
}
