import type { SessionCheck, SessionLoaded } from '@sallyport/engine/store';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { policyOf } from './documents/policy.ts';
import { endOf, sessionOf } from './documents/session.ts';
import { policyPlace, sessionPlace } from './place.ts';
import { BY_ID, dateOf, type Stored } from './stored.ts';

interface Joined extends Stored {
  readonly accounts: readonly Stored[];
}

interface Found {
  readonly session: Joined;
  readonly policy: Stored | undefined;
}

/** The session of a token, its account and a newer policy: one aggregate. One update more if it is to be touched. */
export async function checkSession(call: Call, check: SessionCheck): Promise<SessionLoaded | undefined> {
  const stored = await find(call, check);
  const account = accountOf(stored?.session.accounts[0]);
  if (stored === undefined || account === undefined) return undefined;
  const { policy } = stored;
  const found = sessionOf(stored.session);
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

/** Both by one look-up of their `_id`s: a join for the policy, which is seldom newer, would cost a fifth of the whole. */
async function find({ documents, limits }: Call, check: SessionCheck): Promise<Found | undefined> {
  const { tenant, tokenHash, now, knownPolicy } = check;
  const [session, policy] = [sessionPlace(tenant, tokenHash), policyPlace(tenant)];
  const live = { kind: session.kind, ends: { $gt: dateOf(now) } };
  const newer = { kind: policy.kind, version: { $gt: knownPolicy } };
  const found = await documents
    .aggregate<Joined>(
      [
        { $match: { _id: { $in: [session._id, policy._id] }, tenant: session.tenant, $or: [live, newer] } },
        { $lookup: { from: documents.collectionName, localField: 'holder', foreignField: '_id', as: 'accounts' } },
      ],
      { hint: BY_ID, ...limits },
    )
    .toArray();
  const stored = found.find(({ kind }) => kind === session.kind);
  return stored && { session: stored, policy: found.find(({ kind }) => kind === policy.kind) };
}
