import type { Commit } from '@sallyport/engine';
import { DEVICES_PER_ACCOUNT } from '../begin-step.ts';
import type { Call } from '../call.ts';
import { devicePlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { ridOf, type Standing } from './standing.ts';
import { end, type Write } from './writes.ts';

/** A document each: who signs in on a new device beside another stands in nobody's way. */
export function deviceWrites(change: Commit, { devices }: Standing): readonly Write[] {
  const rid = ridOf(change);
  const endings = devices.filter(({ part }) => rid.has(part)).map((stored) => end(stored, 'account'));
  return change.device ? [...endings, knowing(change.tenant, change.device)] : endings;
}

function knowing(tenant: Commit['tenant'], { tokenHash, accountId, createdAt }: NonNullable<Commit['device']>): Write {
  const place = devicePlace(tenant, accountId, tokenHash);
  const { _id, ...kept } = place;
  const replacement = { ...kept, device: tokenHash, at: createdAt };
  return { place, obstacle: 'account', operation: { replaceOne: { filter: place, replacement, upsert: true } } };
}

/**
 * Removes the devices that had to go for a new one, and what was guessed on them. It comes after the commit, outside
 * of it: an account knows its newest ten, whatever else is still there, and in the transaction all who sign in at once
 * would remove the same.
 */
export async function forgetOldest(call: Call, { tenant, device }: Commit, { devices }: Standing): Promise<void> {
  if (device === undefined) return;
  const part = sortable(device.accountId);
  const others = devices.filter((stored) => stored.part === part && isOther(stored, device.tokenHash));
  const gone = others.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(DEVICES_PER_ACCOUNT - 1);
  if (gone.length === 0) return;
  const { documents, limits } = call;
  const own = { tenant: sortable(tenant), part };
  const unchanged = gone.map(({ _id, at = 0 }) => ({ ...own, _id, at }));
  const tokens = gone.flatMap(({ device: token }) => token ?? []);
  await documents.deleteMany({ $or: unchanged }, limits);
  await documents.deleteMany({ ...own, kind: 'counter', device: { $in: tokens } }, limits);
}

function isOther(stored: Stored, tokenHash: string): boolean {
  return stored.device !== undefined && stored.device !== tokenHash;
}
