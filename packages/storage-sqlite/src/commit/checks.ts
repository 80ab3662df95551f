import type { TenantId } from '@sallyport/store';
import type { Check, CommitPlan, Obstacle, Write } from '@sallyport/store/plan';
import type { Connection } from '../connection/connection.ts';
import { list, storable } from '../connection/texts.ts';
import { isEvent } from '../records/events.ts';
import { policyVersion } from '../records/policies.ts';

/** The first check that does not hold, or write whose id or token is taken. */
export function obstacleTo(connection: Connection, { tenant, guards, writes, now }: CommitPlan): Obstacle | undefined {
  for (const check of guards)
    if (check.guard !== 'lock' && !holds(connection, tenant, check, now)) return check.obstacle;
  return writes.some((write) => isTaken(connection, tenant, write)) ? 'key' : undefined;
}

function holds(connection: Connection, tenant: TenantId, check: Check, now: number): boolean {
  switch (check.guard) {
    case 'version':
      if (check.kind === 'organisation' && check.version === 0)
        return !isStored(connection, 'organisation', tenant, check.id);
      return liveVersion(connection, tenant, check, now) === check.version;
    case 'live':
      return liveVersion(connection, tenant, check, now) !== undefined;
    case 'in-force':
      return (
        (check.kind === 'policy' ? policyVersion(connection, tenant) : administrators(connection, tenant)) ===
        check.version
      );
    case 'unused': {
      const sql = `select 1 as one from sallyport_single_use
        where tenant = ? and key in (select value from json_each(?)) and expires_at > ? limit 1`;
      return connection.get(sql, tenant, list(check.keys), now) === undefined;
    }
    case 'free':
      return (
        !(check.isNew && isStored(connection, 'account', tenant, check.id)) &&
        check.keys.every(({ kind, value }) => {
          const sql = 'select account_id from sallyport_account_key where tenant = ? and kind = ? and value = ?';
          const row = connection.get(sql, tenant, kind, storable(value));
          return row === undefined || row.text('account_id') === check.id;
        })
      );
    case 'member': {
      const sql = 'select version from sallyport_membership where tenant = ? and organisation = ? and account_id = ?';
      const row = connection.get(sql, storable(tenant), storable(check.organisation), storable(check.accountId));
      return (row?.number('version') ?? 0) === check.version;
    }
    case 'room': {
      const sql = `select count(*) as others from sallyport_membership
        where tenant = ? and account_id = ? and organisation <> ?`;
      const row = connection.get(sql, storable(tenant), storable(check.accountId), storable(check.organisation));
      return (row?.number('others') ?? 0) < check.most;
    }
    case 'never':
      return false;
  }
}

const VERSIONS = {
  account: 'select version from sallyport_account where tenant = ? and id = ?',
  flow: 'select version from sallyport_flow where tenant = ? and id = ? and expires_at > ?',
  samlRequest: 'select version from sallyport_saml_request where tenant = ? and id = ? and expires_at > ?',
  session: 'select version from sallyport_session where tenant = ? and id = ? and ends_at > ?',
  organisation: 'select version from sallyport_organisation where tenant = ? and id = ? and removed_at is null',
};

function liveVersion(
  connection: Connection,
  tenant: TenantId,
  { kind, id }: Extract<Check, { readonly guard: 'version' | 'live' }>,
  now: number,
): number | undefined {
  const ends = kind === 'account' || kind === 'organisation' ? [] : [now];
  return connection.get(VERSIONS[kind], storable(tenant), storable(id), ...ends)?.number('version');
}

function administrators(connection: Connection, tenant: TenantId): number {
  const sql = 'select version from sallyport_administrators where tenant = ?';
  return connection.get(sql, storable(tenant))?.number('version') ?? 0;
}

type Table = 'account' | 'organisation' | 'flow' | 'session' | 'saml_request';

function isStored(connection: Connection, table: Table, tenant: TenantId, id: string): boolean {
  const sql = `select 1 as one from sallyport_${table} where tenant = ? and id = ?`;
  return connection.get(sql, storable(tenant), storable(id)) !== undefined;
}

function isTaken(connection: Connection, tenant: TenantId, write: Write): boolean {
  if (write.kind === 'event') return write.events.some(({ id }) => isEvent(connection, tenant, id));
  if (write.write !== 'insert' && write.write !== 'replace') return false;
  const isNew = write.write === 'insert';
  if (write.kind === 'samlRequest') return isNew && isStored(connection, 'saml_request', tenant, write.record.id);
  if (write.kind !== 'flow' && write.kind !== 'session') return false;
  const { id, tokenHash } = write.record;
  if (isNew && isStored(connection, write.kind, tenant, id)) return true;
  const sql = `select id from sallyport_${write.kind} where tenant = ? and token_hash = ?`;
  const owner = connection.get(sql, storable(tenant), storable(tokenHash));
  return owner !== undefined && owner.text('id') !== id;
}
