import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  checksTogether,
  type ParsedSession,
  ParsedSessions,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type SessionSource,
  type Store,
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
  /** Of a session. */
  readonly accounts?: readonly Stored[];
}

const BYTES: SessionSource<Uint8Array> = {
  isSame: (one, other) => Buffer.compare(one, other) === 0,
  sizeOf: ({ length }) => length,
  // The driver's bytes are a view of the whole message.
  copy: (bytes) => new Uint8Array(bytes),
};

/** Runs an act within the store's time limit. */
type Within = <Args extends readonly unknown[], Result>(
  name: string,
  act: (call: Call, ...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result>;

export function sessionChecks(verb: Within): Store['checkSession'] {
  const parsed = new ParsedSessions(BYTES);
  const documentsOf = verb('checkSession', read);
  return checksTogether({
    refuse: ({ tenant, tokenHash }) => void sessionPlace(tenant, tokenHash),
    async read(checks) {
      const found = await documentsOf(checks);
      return (check) => loadedFrom(parsed, check, found);
    },
    touch: verb('checkSession', touch),
  });
}

function loadedFrom(
  parsed: ParsedSessions<Uint8Array>,
  { tenant, tokenHash, now, knownPolicy }: SessionCheck,
  found: ReadonlyMap<string, Uint8Array>,
): SessionLoaded | undefined {
  const bytes = found.get(sessionPlace(tenant, tokenHash)._id);
  const loaded = bytes && (parsed.get(tokenHash, bytes) ?? parsedFrom(parsed, tokenHash, bytes));
  if (loaded === undefined || endOf(loaded.session).getTime() <= now) {
    parsed.forget(tokenHash);
    return undefined;
  }
  const policy = found.get(policyPlace(tenant)._id);
  const stored = policy && documentIn(policy);
  return stored?.version !== undefined && stored.version > knownPolicy
    ? { ...loaded, policy: policyOf(stored) }
    : loaded;
}

function parsedFrom(
  parsed: ParsedSessions<Uint8Array>,
  tokenHash: string,
  bytes: Uint8Array,
): ParsedSession | undefined {
  const stored = documentIn(bytes);
  const account = accountOf(stored.accounts?.[0]);
  return account && parsed.keep(tokenHash, bytes, { session: sessionOf(stored), account });
}

function documentIn(bytes: Uint8Array): Joined {
  return BSON.deserialize(bytes, READING) as Joined;
}

/** By `_id`, from one aggregate a tenant. The filter has the earliest `now` and the least known policy of its checks. */
async function read(call: Call, checks: readonly SessionCheck[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const ofTenant = (tenant: TenantId) => checks.filter((check) => check.tenant === tenant);
  const tenants = [...new Set(checks.map(({ tenant }) => tenant))];
  const found = await Promise.all(tenants.map((tenant) => readOf(call, tenant, ofTenant(tenant))));
  return new Map(found.flat().map((bytes) => [idIn(bytes), bytes]));
}

/** Raw BSON, and one `$match`: a join for the policy, which is rarely newer, would take a fifth of the time. */
async function readOf(
  { documents, limits }: Call,
  tenant: TenantId,
  checks: readonly SessionCheck[],
): Promise<readonly Uint8Array[]> {
  const policy = policyPlace(tenant);
  const ids = new Set(checks.map(({ tokenHash }) => sessionPlace(tenant, tokenHash)._id));
  const live = { kind: 'session' as const, ends: { $gt: dateOf(Math.min(...checks.map(({ now }) => now))) } };
  const newer = { kind: policy.kind, version: { $gt: Math.min(...checks.map(({ knownPolicy }) => knownPolicy)) } };
  return documents
    .aggregate<Uint8Array>(
      [
        { $match: { _id: { $in: [...ids, policy._id] }, tenant: policy.tenant, $or: [live, newer] } },
        { $lookup: { from: documents.collectionName, localField: 'holder', foreignField: '_id', as: 'accounts' } },
      ],
      { hint: BY_ID, raw: true, ...limits },
    )
    .toArray();
}

/** The server keeps `_id` as the first element: the size of the document, then type, name and size of the element, then its text with a NUL. */
function idIn(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = ID_AT + 4;
  return view.toString('utf8', text, text + view.readInt32LE(ID_AT) - 1);
}

const ID_AT = 4 + 1 + '_id'.length + 1;

/** `$max`, because concurrent checks may write in another order. */
async function touch(
  { documents, limits }: Call,
  { tenant, tokenHash, now }: SessionCheck,
  { session }: SessionLoaded,
): Promise<void> {
  const ends = endOf({ ...session, lastSeenAt: now });
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
