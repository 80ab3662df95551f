import { DEVICES_PER_ACCOUNT, type DeviceRecord, type ForgetDevices } from '@sallyport/engine/store';
import type { Draft, Part } from './parts.ts';

/** The tokens of the devices that go with this change, of all of which the counters go as well. */
export const FORGOTTEN_DEVICES = 'forgotten_devices';

/** The devices that this change may forget: of a deleted account all go elsewhere. */
export function forgettingOf({ change }: Draft): { readonly device?: DeviceRecord; readonly asked?: ForgetDevices } {
  const { device, forgetDevices: asked, deleteAccount } = change;
  return {
    ...(device && device.accountId !== deleteAccount?.id && { device }),
    ...(asked && asked.accountId !== deleteAccount?.id && { asked }),
  };
}

/** Adds or moves on a device, and forgets others. */
export function deviceWrites(draft: Draft): readonly Part[] {
  const { device, asked } = forgettingOf(draft);
  if (device === undefined && asked === undefined) return [];
  const { table, parameters, tenant, holds } = draft;
  const going = [...(asked ? [onRequest(draft, asked)] : []), ...(device ? [oneTooMany(draft, device, asked)] : [])];
  const owners = [...new Set([...(asked ? [asked.accountId] : []), ...(device ? [device.accountId] : [])])];
  const other = device ? ` and token_hash <> ${parameters.text(device.tokenHash)}` : '';
  const forget = `delete from ${table.device} where tenant = ${tenant} and account_id = any (${parameters.texts(owners)})${other}
    and (${going.join(' or ')}) and ${holds} returning account_id, token_hash`;
  return [...(device ? [putDevice(draft, device)] : []), { name: FORGOTTEN_DEVICES, sql: forget }];
}

/** One that is known keeps its id, and since when it is known. */
function putDevice({ table, parameters, tenant, held }: Draft, device: DeviceRecord): Part {
  const values = [
    parameters.text(device.accountId),
    parameters.text(device.tokenHash),
    parameters.text(device.id),
    parameters.number(device.epoch),
    parameters.number(device.createdAt),
    parameters.number(device.lastSeenAt),
    device.userAgent === undefined ? 'null::text' : parameters.text(device.userAgent),
  ].join(', ');
  return {
    name: 'put_device',
    sql: `insert into ${table.device} (tenant, account_id, token_hash, id, epoch, created_at, last_seen_at, user_agent)
    select ${tenant}, ${values} from ${held}
    on conflict (tenant, account_id, token_hash) do update
    set epoch = excluded.epoch, last_seen_at = excluded.last_seen_at, user_agent = excluded.user_agent`,
  };
}

function onRequest({ parameters }: Draft, { accountId, only }: ForgetDevices): string {
  const ofAccount = `account_id = ${parameters.text(accountId)}`;
  return only === undefined ? ofAccount : `(${ofAccount} and id = ${parameters.text(only)})`;
}

/** The one not seen for longest goes, unless another makes room for the new one already. */
function oneTooMany(draft: Draft, device: DeviceRecord, asked: ForgetDevices | undefined): string {
  const { table, parameters, tenant, holds } = draft;
  const account = parameters.text(device.accountId);
  const staying = asked === undefined ? '' : ` and not ${onRequest(draft, asked)}`;
  const tooMany = `array(select token_hash from ${table.device}
      where tenant = ${tenant} and account_id = ${account} and token_hash <> ${parameters.text(device.tokenHash)}${staying} and ${holds}
      order by last_seen_at desc, created_at desc, token_hash offset ${DEVICES_PER_ACCOUNT - 1})`;
  return `(account_id = ${account} and token_hash = any (${tooMany}))`;
}
