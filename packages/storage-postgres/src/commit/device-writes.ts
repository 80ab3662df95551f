import { DEVICES_PER_ACCOUNT, type DeviceRecord, type ForgetDevices } from '@sallyport/store';
import type { GuardChain } from './guard-chain.ts';
import type { Draft, Part } from './parts.ts';

/** Name of the part that deletes devices and returns their tokens. The counters of these devices are reset. */
export const FORGOTTEN_DEVICES = 'forgotten_devices';

/** The device and the `forgetDevices` of a change, except those of a deleted account: `accountWrites` deletes all of its devices. */
function ofDevices({ change }: Draft): { readonly device?: DeviceRecord; readonly asked?: ForgetDevices } {
  const { device, forgetDevices: asked, deleteAccount } = change;
  return {
    ...(device && device.accountId !== deleteAccount?.id && { device }),
    ...(asked && asked.accountId !== deleteAccount?.id && { asked }),
  };
}

/** The accounts that may lose a device. */
export function ownersOfForgotten(draft: Draft): readonly string[] {
  const { device, asked } = ofDevices(draft);
  const displaced = draft.makesRoom ? device : undefined;
  return [...new Set([asked, displaced].flatMap((one) => one?.accountId ?? []))];
}

/** Guards that the account has room for a new device. Adds no guard if the change makes room. */
export function guardRoom(chain: GuardChain, draft: Draft): void {
  const { device, asked } = ofDevices(draft);
  if (device === undefined || draft.makesRoom) return;
  chain.guard('room', `select 1 where not exists (select 1 ${others(draft, device, asked)} offset ${OTHERS})`);
}

/** Adds or updates a device, and deletes forgotten devices. */
export function deviceWrites(draft: Draft): readonly Part[] {
  const { device } = ofDevices(draft);
  return [...(device ? [putDevice(draft, device)] : []), ...forgetDevices(draft)];
}

function forgetDevices(draft: Draft): readonly Part[] {
  const owners = ownersOfForgotten(draft);
  if (owners.length === 0) return [];
  const { device, asked } = ofDevices(draft);
  const { table, parameters, tenant, holds } = draft;
  const going = [
    ...(asked ? [onRequest(draft, asked)] : []),
    ...(device && draft.makesRoom ? [oneTooMany(draft, device, asked)] : []),
  ];
  const other = device ? ` and token_hash <> ${parameters.text(device.tokenHash)}` : '';
  const sql = `delete from ${table.device} where tenant = ${tenant} and account_id = any (${parameters.texts(owners)})${other}
    and (${going.join(' or ')}) and ${holds} returning account_id, token_hash`;
  return [{ name: FORGOTTEN_DEVICES, sql }];
}

/** Writes a device. A device that the account knows keeps its `id` and `created_at`. */
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

/** The condition for the device that was not seen for longest, if the account would have too many devices. */
function oneTooMany(draft: Draft, device: DeviceRecord, asked: ForgetDevices | undefined): string {
  const tooMany = `array(select token_hash ${others(draft, device, asked)}
      order by last_seen_at desc, created_at desc, token_hash offset ${OTHERS})`;
  return `(account_id = ${draft.parameters.text(device.accountId)} and token_hash = any (${tooMany}))`;
}

/** How many other devices an account may know beside a new device. */
const OTHERS = DEVICES_PER_ACCOUNT - 1;

/** The other devices of the account, without the devices of `forgetDevices`. */
function others(draft: Draft, device: DeviceRecord, asked: ForgetDevices | undefined): string {
  const { table, parameters, tenant } = draft;
  const staying = asked === undefined ? '' : ` and not ${onRequest(draft, asked)}`;
  return `from ${table.device} where tenant = ${tenant} and account_id = ${parameters.text(device.accountId)}
      and token_hash <> ${parameters.text(device.tokenHash)}${staying}`;
}
