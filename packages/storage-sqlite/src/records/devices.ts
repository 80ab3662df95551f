import { provedWith } from '@sallyport/core/lockout';
import { type AccountId, DEVICES_PER_ACCOUNT, type DeviceRecord, type TenantId } from '@sallyport/store';
import type { RemoveDevices } from '@sallyport/store/plan';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';

export function listDevices(connection: Connection, tenant: TenantId, accountId: AccountId): readonly DeviceRecord[] {
  const rows = connection.all(
    'select doc from sallyport_device where tenant = ? and account_id = ? order by last_seen_at desc, token_hash',
    storable(tenant),
    storable(accountId),
  );
  return rows.map((row) => row.document<DeviceRecord>());
}

/** Removes the devices beyond the limit, and never the device itself. */
export function putDevice(connection: Connection, tenant: TenantId, device: DeviceRecord): void {
  const { accountId, tokenHash } = device;
  const others = listDevices(connection, tenant, accountId);
  const before = others.find((other) => other.tokenHash === tokenHash);
  const written: DeviceRecord =
    before === undefined
      ? device
      : { ...device, id: before.id, createdAt: before.createdAt, proved: provedWith(before, device.proved) };
  connection.run(
    `insert into sallyport_device (tenant, account_id, token_hash, last_seen_at, doc) values (?, ?, ?, ?, ?)
    on conflict do update set last_seen_at = excluded.last_seen_at, doc = excluded.doc`,
    storable(tenant),
    storable(accountId),
    storable(tokenHash),
    written.lastSeenAt,
    JSON.stringify(written),
  );
  const kept = DEVICES_PER_ACCOUNT - 1;
  for (const gone of others.filter((other) => other !== before).slice(kept)) forget(connection, tenant, gone);
}

export function removeDevices(
  connection: Connection,
  tenant: TenantId,
  { accountId, only, except }: RemoveDevices,
): void {
  for (const device of listDevices(connection, tenant, accountId)) {
    if (device.tokenHash !== except && (only === undefined || device.id === only)) forget(connection, tenant, device);
  }
}

function forget(connection: Connection, tenant: TenantId, { accountId, tokenHash }: DeviceRecord): void {
  connection.run(
    'delete from sallyport_device where tenant = ? and account_id = ? and token_hash = ?',
    tenant,
    accountId,
    tokenHash,
  );
  connection.run(
    'delete from sallyport_counter where tenant = ? and subject = ? and device = ?',
    tenant,
    accountId,
    tokenHash,
  );
}
