import { type Commit, DEVICES_PER_ACCOUNT } from '@sallyport/engine/store';
import type { Call } from '../call.ts';
import { deviceDocument } from '../documents/device.ts';
import { sortable, text } from '../place.ts';
import type { Stored } from '../stored.ts';
import { ridOf, type Standing } from './standing.ts';
import { end, type Write } from './write.ts';

/** A document each: who signs in on a new device beside another stands in nobody's way. */
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

/** Of those the account knew before: never the one that the change itself brings. */
export function forgottenDevices({ forgetDevices, device }: Commit, { devices }: Standing): readonly Stored[] {
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

/** One that is known keeps its id, and since when it is known. */
function knowing(tenant: Commit['tenant'], device: NonNullable<Commit['device']>, { devices }: Standing): Write {
  const { _id, ...document } = deviceDocument(tenant, device);
  const before = devices.find((stored) => stored._id === _id)?.record;
  const kept = before && { id: before['id'], createdAt: before['createdAt'] };
  const replacement = { ...document, record: { ...document.record, ...kept } };
  const { tenant: owner, part, kind } = document;
  const place = { _id, tenant: owner, part, kind };
  return { place, obstacle: 'account', operation: { replaceOne: { filter: place, replacement, upsert: true } } };
}

/**
 * Removes the devices that had to go for a new one, and what was guessed on them. It comes after the commit, outside
 * of it: an account knows the last seen ten, whatever else is still there, and in the transaction all who sign in at once
 * would remove the same.
 */
export async function forgetOldest(call: Call, change: Commit, standing: Standing): Promise<void> {
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
