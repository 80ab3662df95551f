import type { Commit } from '@sallyport/store';
import { eventDocument } from '../documents/event.ts';
import { administratorsDocument, policyDocument, policyVersionDocument } from '../documents/policy.ts';
import { hourOf } from '../hour.ts';
import { failuresPlace, markPlace } from '../place.ts';
import { BY_ID, dateOf, type Stored } from '../stored.ts';
import type { Obstacle } from './standing.ts';
import { bring, type Write } from './write.ts';

/** Documents per hour for failures at unknown identifiers, so that concurrent failures seldom contend. */
const STRIPES = 16;

/** Writes marks, the policy, administrators, events, and counts of failures at unknown identifiers. */
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

/** Spends a mark. The filter does not match a live mark, and the upsert then fails with a duplicate key. */
function spending(
  { tenant, now }: Commit,
  { key, expiresAt }: { readonly key: string; readonly expiresAt: number },
): Write {
  const place = markPlace(tenant, key);
  const filter = { ...place, ends: { $lte: dateOf(now) } };
  const update = { $set: { ends: dateOf(expiresAt) } };
  return { place, obstacle: 'spent', operation: { updateOne: { filter, update, upsert: true, hint: BY_ID } } };
}

/** Counts a failure at an unknown identifier in the hour of the change. No event is written, so strangers cannot fill the action log. */
function countingFailure({ tenant, now }: Commit): Write {
  const hour = hourOf(now);
  const place = failuresPlace(tenant, hour, Math.floor(Math.random() * STRIPES));
  const update = { $set: { at: hour, type: 'sign-in.failed' }, $inc: { total: 1 } };
  return { place, operation: { updateOne: { filter: place, update, upsert: true, hint: BY_ID } } };
}

/** Upserts version 1. Replaces the previous version otherwise. */
function nextVersion({ _id, tenant, part, kind, ...content }: Stored, obstacle: Obstacle): Write {
  const { version = 0 } = content;
  const place = { _id, tenant, part, kind };
  const filter = { ...place, version: version - 1 };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, upsert: version === 1, hint: BY_ID } } };
}
