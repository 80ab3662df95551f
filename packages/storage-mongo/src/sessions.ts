import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  ParsedSessions,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type SessionSource,
  type TenantId,
} from '@sallyport/store';
import { BSON } from 'mongodb';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { policyOf } from './documents/policy.ts';
import { endOf, sessionOf } from './documents/session.ts';
import { policyPlace, sessionPlace, sortable } from './place.ts';
import { READING } from './reading.ts';
import { BY_ID, dateOf, type Stored } from './stored.ts';

interface Joined extends Stored {
  readonly accounts: readonly Stored[];
}

const BYTES: SessionSource<Uint8Array> = {
  isSame: (one, other) => Buffer.compare(one, other) === 0,
  sizeOf: ({ length }) => length,
  // The driver's bytes are a view of the whole message.
  copy: (bytes) => new Uint8Array(bytes),
};

export function sessionChecks(): (call: Call, check: SessionCheck) => Promise<SessionLoaded | undefined> {
  const parsed = new ParsedSessions(BYTES);
  return async (call, check) => {
    const loaded = loadedFrom(parsed, check.tokenHash, await read(call, check));
    if (loaded === undefined) {
      parsed.forget(check.tokenHash);
      return undefined;
    }
    if (check.now - loaded.session.lastSeenAt <= check.touchAfter) return loaded;
    const session = { ...loaded.session, lastSeenAt: check.now };
    await touch(call, check, endOf(session));
    return { ...loaded, session };
  };
}

function loadedFrom(
  parsed: ParsedSessions<Uint8Array>,
  tokenHash: string,
  documents: readonly Uint8Array[],
): SessionLoaded | undefined {
  const [only, another] = documents;
  const isAlone = only !== undefined && another === undefined;
  const known = isAlone ? parsed.get(tokenHash, only) : undefined;
  if (known !== undefined) return known;
  const read = documents.map((bytes) => BSON.deserialize(bytes, READING) as Joined);
  const stored = read.find(({ kind }) => kind === 'session');
  const account = accountOf(stored?.accounts[0]);
  if (stored === undefined || account === undefined) return undefined;
  const found = { session: sessionOf(stored), account };
  if (isAlone) return parsed.keep(tokenHash, only, found);
  const policy = read.find(({ kind }) => kind === 'policy');
  return { ...found, ...(policy && { policy: policyOf(policy) }) };
}

/** Raw BSON, and one `$match`: a join for the policy, which is rarely newer, would take a fifth of the time. */
async function read({ documents, limits }: Call, check: SessionCheck): Promise<readonly Uint8Array[]> {
  const { tenant, tokenHash, now, knownPolicy } = check;
  const [session, policy] = [sessionPlace(tenant, tokenHash), policyPlace(tenant)];
  const live = { kind: session.kind, ends: { $gt: dateOf(now) } };
  const newer = { kind: policy.kind, version: { $gt: knownPolicy } };
  return documents
    .aggregate<Uint8Array>(
      [
        { $match: { _id: { $in: [session._id, policy._id] }, tenant: session.tenant, $or: [live, newer] } },
        { $lookup: { from: documents.collectionName, localField: 'holder', foreignField: '_id', as: 'accounts' } },
      ],
      { hint: BY_ID, raw: true, ...limits },
    )
    .toArray();
}

/** `$max`, because concurrent checks may write in another order. */
async function touch({ documents, limits }: Call, { tenant, tokenHash, now }: SessionCheck, ends: Date): Promise<void> {
  const place = { ...sessionPlace(tenant, tokenHash), ends: { $gt: dateOf(now) } };
  await documents.updateOne(place, { $max: { 'record.lastSeenAt': now, ends } }, limits);
}

export async function listSessions(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
  now: Instant,
): Promise<readonly SessionRecord[]> {
  const filter = {
    tenant: sortable(tenant),
    kind: 'session',
    of: sortable(accountId),
    ends: { $gt: dateOf(now) },
  } as const;
  const found = await documents.find(filter, { ...limits, sort: { at: -1 } }).toArray();
  return found.map(sessionOf);
}
