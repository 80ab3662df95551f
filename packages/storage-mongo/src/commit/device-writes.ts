import { type Commit, DEVICES_PER_ACCOUNT } from '@sallyport/store';
import type { Call } from '../call.ts';
import { deviceDocument } from '../documents/device.ts';
import { sortable, text } from '../place.ts';
import { BY_ID, type Stored } from '../stored.ts';
import { ridOf, type Standing } from './standing.ts';
import { end, type Write } from './write.ts';

/** Writes devices. Every device has a separate document: concurrent sign-ins on different devices do not contend. */
export function deviceWrites(change: Commit, standing: Standing): readonly Write[] {
  const rid = ridOf(change);
  const { tenant, device } = change;
  const forgotten = forgottenDevices(change, standing);
  const endings = standing.devices
    .filter((stored) => rid.has(stored.part) || forgotten.includes(stored))
    .map((stored) => end(stored, 'account'));
  const isDeleted = device !== undefined && rid.has(sortable(device.accountId));
  return device && !isDeleted ? [...endings, knowing(tenant, device, standing)] : endings;
}

/** The forgotten devices of a change, without the new device of the change. */
export function forgottenDevices(
  { forgetDevices, device }: Commit,
  { devices }: Pick<Standing, 'devices'>,
): readonly Stored[] {
  if (forgetDevices === undefined) return [];
  const only = forgetDevices.only === undefined ? undefined : text(forgetDevices.only);
  const part = sortable(forgetDevices.accountId);
  return devices.filter(
    (stored) =>
      stored.part === part &&
      isOther(stored, device?.tokenHash) &&
      (only === undefined || stored.record?.['id'] === only),
  );
}

/** Writes a device. A known device keeps its `id` and `createdAt`. */
function knowing(tenant: Commit['tenant'], device: NonNullable<Commit['device']>, { devices }: Standing): Write {
  const { _id, ...document } = deviceDocument(tenant, device);
  const before = devices.find((stored) => stored._id === _id)?.record;
  const kept = before && { id: before['id'], createdAt: before['createdAt'] };
  const replacement = { ...document, record: { ...document.record, ...kept } };
  const { tenant: owner, part, kind } = document;
  const place = { _id, tenant: owner, part, kind };
  const replaceOne = { filter: place, replacement, upsert: true, hint: BY_ID };
  return { place, obstacle: 'account', operation: { replaceOne } };
}

/** Writes a device without reading first. A known device keeps its `id` and `createdAt`. */
export function puttingDevice(tenant: Commit['tenant'], device: NonNullable<Commit['device']>): Write {
  const { _id, tenant: owner, part, kind, record = {}, ...content } = deviceDocument(tenant, device);
  const place = { _id, tenant: owner, part, kind };
  const kept = (name: string) => ({ $ifNull: [`$record.${name}`, { $literal: record[name] }] });
  const next = { $mergeObjects: [{ $literal: record }, { id: kept('id'), createdAt: kept('createdAt') }] };
  const update = [{ $set: { device: { $literal: content.device }, at: content.at, record: next } }, { $unset: 'ends' }];
  return { place, obstacle: 'account', operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

/** Starts reading the account's devices at the same time as the transaction. Call the returned function after the commit. */
export function forgettingOldest(call: Call, change: Commit): () => Promise<void> {
  const { documents, limits } = call;
  const { tenant, device } = change;
  if (device === undefined) return async () => {};
  const filter = { tenant: sortable(tenant), kind: 'device', part: sortable(device.accountId) } as const;
  const projection = { part: 1, at: 1, device: 1 };
  const reading = documents
    .find<Stored>(filter, { projection, ...limits })
    .toArray()
    .catch(() => []);
  return async () => {
    const devices = await reading;
    await forgetOldest(call, change, { devices }).catch(() => {});
  };
}

/**
 * Removes the oldest devices beyond the maximum, and their counters. Runs after the commit, outside the transaction: reads consider only
 * the ten devices seen last, and within the transaction all concurrent sign-ins would contend for the same old device.
 */
export async function forgetOldest(call: Call, change: Commit, standing: Pick<Standing, 'devices'>): Promise<void> {
  const { tenant, device } = change;
  if (device === undefined) return;
  const part = sortable(device.accountId);
  const forgotten = forgottenDevices(change, standing);
  const others = standing.devices.filter(
    (stored) => stored.part === part && isOther(stored, device.tokenHash) && !forgotten.includes(stored),
  );
  const gone = others.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(DEVICES_PER_ACCOUNT - 1);
  if (gone.length === 0) return;
  const { documents, limits } = call;
  const own = { tenant: sortable(tenant), part };
  const unchanged = gone.map(({ _id, at = 0 }) => ({ ...own, _id, at }));
  const tokens = gone.flatMap(({ device: token }) => token ?? []);
  await documents.deleteMany({ $or: unchanged }, limits);
  await documents.deleteMany({ ...own, kind: 'counter', device: { $in: tokens } }, limits);
}

function isOther(stored: Stored, tokenHash: string | undefined): boolean {
  return stored.device !== undefined && stored.device !== tokenHash;
}
