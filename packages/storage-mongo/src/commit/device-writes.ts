import { provedWith } from '@sallyport/core/lockout';
import { DEVICES_PER_ACCOUNT, type DeviceRecord, type TenantId } from '@sallyport/store';
import { type CommitPlan, type RemoveDevices, writesOf } from '@sallyport/store/plan';
import type { Call } from '../call.ts';
import { deviceDocument, provedIn } from '../documents/device.ts';
import { sortable, text } from '../place.ts';
import { BY_ID, type Stored } from '../stored.ts';
import type { Standing } from './standing.ts';
import type { Write } from './write.ts';

export function removedDevices(plan: CommitPlan, standing: Pick<Standing, 'of'>): readonly Stored[] {
  const removals = writesOf(plan, 'device').filter((one) => one.write === 'remove');
  if (removals.length === 0) return [];
  return standing.of('device').filter((stored) => removals.some((removal) => isRemoved(stored, removal)));
}

function isRemoved({ part, device, record }: Stored, { accountId, only, except }: RemoveDevices): boolean {
  if (part !== sortable(accountId) || device === undefined || device === except) return false;
  return only === undefined || record?.['id'] === text(only);
}

export function knowing(device: DeviceRecord, { tenant }: CommitPlan, standing: Standing): Write {
  const { _id, ...document } = deviceDocument(tenant, device);
  const { tenant: owner, part, kind } = document;
  const place = { _id, tenant: owner, part, kind };
  const before = standing.at(place)?.record;
  const proved = before && provedWith(provedIn(before), device.proved);
  const kept = before && { id: before['id'], createdAt: before['createdAt'], proved };
  const replacement = { ...document, record: { ...document.record, ...kept } };
  const replaceOne = { filter: place, replacement, upsert: true, hint: BY_ID };
  return { place, obstacle: 'account', operation: { replaceOne } };
}

export function puttingDevice(tenant: TenantId, device: DeviceRecord): Write {
  const { _id, tenant: owner, part, kind, record = {}, ...content } = deviceDocument(tenant, device);
  const place = { _id, tenant: owner, part, kind };
  const kept = (name: string) => ({ $ifNull: [`$record.${name}`, { $literal: record[name] }] });
  const proved = { $setUnion: [{ $ifNull: ['$record.proved', []] }, { $literal: device.proved }] };
  const next = { $mergeObjects: [{ $literal: record }, { id: kept('id'), createdAt: kept('createdAt'), proved }] };
  const update = [{ $set: { device: { $literal: content.device }, at: content.at, record: next } }, { $unset: 'ends' }];
  return { place, obstacle: 'account', operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

export function forgettingOldest(call: Call, plan: CommitPlan): () => Promise<void> {
  const { documents, limits } = call;
  const device = putDevice(plan);
  if (device === undefined) return async () => {};
  const filter = { tenant: sortable(plan.tenant), kind: 'device', part: sortable(device.accountId) } as const;
  const projection = { part: 1, at: 1, device: 1 };
  const reading = documents
    .find<Stored>(filter, { projection, ...limits })
    .toArray()
    .catch(() => []);
  return async () => {
    const devices = await reading;
    await forgetOldest(call, plan, { of: () => devices }).catch(() => {});
  };
}

function putDevice(plan: CommitPlan): DeviceRecord | undefined {
  return writesOf(plan, 'device').find((one) => one.write === 'put')?.record;
}

/** Within the transaction, concurrent sign-ins would contend for the same old device. */
export async function forgetOldest(call: Call, plan: CommitPlan, standing: Pick<Standing, 'of'>): Promise<void> {
  const device = putDevice(plan);
  if (device === undefined) return;
  const part = sortable(device.accountId);
  const removed = removedDevices(plan, standing);
  const others = standing
    .of('device')
    .filter((stored) => stored.part === part && isOther(stored, device.tokenHash) && !removed.includes(stored));
  const gone = others.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(DEVICES_PER_ACCOUNT - 1);
  if (gone.length === 0) return;
  const { documents, limits } = call;
  const own = { tenant: sortable(plan.tenant), part };
  const unchanged = gone.map(({ _id, at = 0 }) => ({ ...own, _id, at }));
  const tokens = gone.flatMap(({ device: token }) => token ?? []);
  await documents.deleteMany({ $or: unchanged }, limits);
  await documents.deleteMany({ ...own, kind: 'counter', device: { $in: tokens } }, limits);
}

function isOther(stored: Stored, tokenHash: string): boolean {
  return stored.device !== undefined && stored.device !== tokenHash;
}
