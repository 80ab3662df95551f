import type { SessionCheck, SessionLoaded } from '@sallyport/engine/store';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { policyOf } from './documents/policy.ts';
import { endOf, sessionOf } from './documents/session.ts';
import { policyPlace, sessionPlace } from './place.ts';
import { dateOf, type Stored } from './stored.ts';

interface Joined extends Stored {
  readonly accounts: readonly Stored[];
  readonly policies: readonly Stored[];
}

/** The session of a token, its account and a newer policy: one aggregate. One update more if it is to be touched. */
export async function checkSession(call: Call, check: SessionCheck): Promise<SessionLoaded | undefined> {
  const stored = await find(call, check);
  const account = accountOf(stored?.accounts[0]);
  if (stored === undefined || account === undefined) return undefined;
  const [policy] = stored.policies;
  const found = sessionOf(stored);
  const isStale = check.now - found.lastSeenAt > check.touchAfter;
  const session = isStale ? { ...found, lastSeenAt: check.now } : found;
  if (isStale) {
    const { documents, limits } = call;
    const place = { ...sessionPlace(check.tenant, check.tokenHash), ends: { $gt: dateOf(check.now) } };
    // The latest instant stays, in whatever order they write.
    const later = { 'record.lastSeenAt': check.now, ends: endOf(session) };
    await documents.updateOne(place, { $max: later }, limits);
  }
  return { session, account, ...(policy && { policy: policyOf(policy) }) };
}

async function find({ documents, limits }: Call, check: SessionCheck): Promise<Joined | undefined> {
  const { tenant, tokenHash, now, knownPolicy } = check;
  const from = documents.collectionName;
  const newer = { _id: policyPlace(tenant)._id, version: { $gt: knownPolicy } };
  const [found] = await documents
    .aggregate<Joined>(
      [
        { $match: { ...sessionPlace(tenant, tokenHash), ends: { $gt: dateOf(now) } } },
        { $lookup: { from, localField: 'holder', foreignField: '_id', as: 'accounts' } },
        { $lookup: { from, pipeline: [{ $match: newer }], as: 'policies' } },
      ],
      limits,
    )
    .toArray();
  return found;
}
