import { DEVICES_PER_ACCOUNT, type DeviceRecord } from '@sallyport/store';
import { type RemoveDevices, writesOf } from '@sallyport/store/plan';
import type { Draft, Part } from './draft.ts';
import type { GuardChain } from './guard-chain.ts';

export const FORGOTTEN_DEVICES = 'forgotten_devices';

export function ownersOfForgotten({ plan, makesRoom }: Draft): readonly string[] {
  const owners = writesOf(plan, 'device').flatMap((one) => {
    if (one.write === 'remove') return one.accountId;
    return makesRoom ? one.record.accountId : [];
  });
  return [...new Set(owners)];
}

export function guardRoom(chain: GuardChain, draft: Draft): void {
  const { device, removals } = ofDevices(draft);
  if (device === undefined || draft.makesRoom) return;
  const full = `select 1 ${others(draft, device, removals)} offset ${OTHERS}`;
  chain.guard({ name: 'room', obstacle: 'room' }, `select 1 where not exists (${full})`);
}

export function forgetDevices(draft: Draft): readonly Part[] {
  const owners = ownersOfForgotten(draft);
  if (owners.length === 0) return [];
  const { device, removals } = ofDevices(draft);
  const { table, parameters, tenant, holds } = draft;
  const going = removals.map((removal) => removed(draft, removal));
  if (device !== undefined && draft.makesRoom) going.push(oneTooMany(draft, device, removals));
  const sql = `delete from ${table.device} where tenant = ${tenant} and account_id = any (${parameters.texts(owners)})
    and (${going.join(' or ')}) and ${holds} returning account_id, token_hash`;
  return [{ name: FORGOTTEN_DEVICES, sql }];
}

interface OfDevices {
  readonly device: DeviceRecord | undefined;
  readonly removals: readonly RemoveDevices[];
}

function ofDevices({ plan }: Draft): OfDevices {
  const writes = writesOf(plan, 'device');
  const put = writes.find((one) => one.write === 'put');
  return { device: put?.record, removals: writes.filter((one) => one.write === 'remove') };
}

function removed({ parameters }: Draft, { accountId, only, except }: RemoveDevices): string {
  const conditions = [`account_id = ${parameters.text(accountId)}`];
  if (only !== undefined) conditions.push(`id = ${parameters.text(only)}`);
  if (except !== undefined) conditions.push(`token_hash <> ${parameters.text(except)}`);
  return `(${conditions.join(' and ')})`;
}

function oneTooMany(draft: Draft, device: DeviceRecord, removals: readonly RemoveDevices[]): string {
  const tooMany = `array(select token_hash ${others(draft, device, removals)}
      order by last_seen_at desc, created_at desc, token_hash offset ${OTHERS})`;
  return `(account_id = ${draft.parameters.text(device.accountId)} and token_hash = any (${tooMany}))`;
}

const OTHERS = DEVICES_PER_ACCOUNT - 1;

function others(draft: Draft, device: DeviceRecord, removals: readonly RemoveDevices[]): string {
  const { table, parameters, tenant } = draft;
  const staying = removals.map((removal) => ` and not ${removed(draft, removal)}`).join('');
  return `from ${table.device} where tenant = ${tenant} and account_id = ${parameters.text(device.accountId)}
      and token_hash <> ${parameters.text(device.tokenHash)}${staying}`;
}
