import type { Commit } from '@sallyport/engine';
import { eventDocument } from '../documents/event.ts';
import { administratorsDocument, policyDocument, policyVersionDocument } from '../documents/policy.ts';
import { markPlace } from '../place.ts';
import { dateOf, type Stored } from '../stored.ts';
import type { Obstacle } from './standing.ts';
import { bring, type Write } from './writes.ts';

/** Marks, the policy, the administrators and events. */
export function tenantWrites(change: Commit): readonly Write[] {
  const { spend = [], policy, administrators, events } = change;
  return [
    ...spend.map((mark) => spending(change, mark)),
    ...(policy ? [nextVersion(policyDocument(policy), 'policy'), bring(policyVersionDocument(policy), 'policy')] : []),
    ...(administrators ? [nextVersion(administratorsDocument(administrators), 'administrators')] : []),
    ...events.map((event) => bring(eventDocument(event), 'key')),
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
  return { place, obstacle: 'spent', operation: { updateOne: { filter, update, upsert: true } } };
}

/** The first version is brought; every other is written over the one before it. */
function nextVersion({ _id, tenant, part, kind, ...content }: Stored, obstacle: Obstacle): Write {
  const { version = 0 } = content;
  const place = { _id, tenant, part, kind };
  const filter = { ...place, version: version - 1 };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, upsert: version === 1 } } };
}
