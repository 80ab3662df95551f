import type { Commit } from '@sallyport/store';
import { eventDocument } from '../documents/event.ts';
import { administratorsDocument, policyDocument, policyVersionDocument } from '../documents/policy.ts';
import { hourOf } from '../hour.ts';
import { failuresPlace, markPlace } from '../place.ts';
import { BY_ID, dateOf, type Stored } from '../stored.ts';
import type { Obstacle } from './standing.ts';
import { bring, type Write } from './write.ts';

/** In so many documents an hour, so that strangers who fail at once seldom wait for each other. */
const STRIPES = 16;

/** Marks, the policy, the administrators, events, and failures that are only counted. */
export function tenantWrites(change: Commit): readonly Write[] {
  const { spend = [], policy, administrators, events, countUnknownFailure } = change;
  return [
    ...spend.map((mark) => spending(change, mark)),
    ...(policy ? [nextVersion(policyDocument(policy), 'policy'), bring(policyVersionDocument(policy), 'policy')] : []),
    ...(administrators ? [nextVersion(administratorsDocument(administrators), 'administrators')] : []),
    ...events.map((event) => bring(eventDocument(event), 'key')),
    ...(countUnknownFailure === true ? [countingFailure(change)] : []),
  ];
}

/** A mark that is there and still runs is found by no filter, and cannot be brought a second time. */
function spending(
  { tenant, now }: Commit,
  { key, expiresAt }: { readonly key: string; readonly expiresAt: number },
): Write {
  const place = markPlace(tenant, key);
  const filter = { ...place, ends: { $lte: dateOf(now) } };
  const update = { $set: { ends: dateOf(expiresAt) } };
  return { place, obstacle: 'spent', operation: { updateOne: { filter, update, upsert: true, hint: BY_ID } } };
}

/** One more in the hour of the change: a stranger's failure is a number, and no line in anybody's log. */
function countingFailure({ tenant, now }: Commit): Write {
  const hour = hourOf(now);
  const place = failuresPlace(tenant, hour, Math.floor(Math.random() * STRIPES));
  const update = { $set: { at: hour, type: 'sign-in.failed' }, $inc: { total: 1 } };
  return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

/** The first version is brought; every other is written over the one before it. */
function nextVersion({ _id, tenant, part, kind, ...content }: Stored, obstacle: Obstacle): Write {
  const { version = 0 } = content;
  const place = { _id, tenant, part, kind };
  const filter = { ...place, version: version - 1 };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, upsert: version === 1, hint: BY_ID } } };
}
