import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  checksTogether,
  type EnteredOrganisation,
  type OrganisationLoaded,
  type ParsedSession,
  ParsedSessions,
  type SessionCheck,
  type SessionLoaded,
  type SessionRecord,
  type SessionSource,
  type Store,
  type TenantId,
} from '@sallyport/store';
import { BSON, type Document } from 'mongodb';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { membershipOf, organisationOf } from './documents/organisation.ts';
import { policyOf } from './documents/policy.ts';
import { endOf, sessionOf } from './documents/session.ts';
import { membershipId, membershipsBefore, organisationAsked } from './entered.ts';
import { membershipPlace, organisationPlace, policyPlace, sessionPlace, sortable } from './place.ts';
import { READING } from './reading.ts';
import { BY_ID, dateOf, type Stored } from './stored.ts';

interface Joined extends Stored {
  /** Of a session. */
  readonly accounts?: readonly Stored[];
  /** Of a session, in the organisations that its checks enter. */
  readonly memberships?: readonly Stored[];
}

/** The memberships in the bytes of a session. */
const joined = new WeakMap<ParsedSession, readonly Stored[]>();

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
    refuse({ tenant, tokenHash, in: asked }) {
      sessionPlace(tenant, tokenHash);
      if (asked !== undefined) organisationPlace(tenant, asked.organisation);
    },
    async read(checks) {
      const found = await documentsOf(checks);
      return (check) => loadedFrom(parsed, check, found);
    },
    touch: verb('checkSession', touch),
  });
}

function loadedFrom(
  parsed: ParsedSessions<Uint8Array>,
  check: SessionCheck,
  found: ReadonlyMap<string, Uint8Array>,
): SessionLoaded | undefined {
  const { tenant, tokenHash, now, knownPolicy } = check;
  const bytes = found.get(sessionPlace(tenant, tokenHash)._id);
  // With `in`, the bytes are others.
  const key = check.in === undefined ? tokenHash : JSON.stringify([tokenHash, check.in.organisation]);
  const loaded = bytes && (parsed.get(key, bytes) ?? parsedFrom(parsed, key, bytes));
  if (loaded === undefined || endOf(loaded.session).getTime() <= now) {
    parsed.forget(key);
    return undefined;
  }
  const own = withPolicy(loaded, tenant, knownPolicy, found);
  return check.in === undefined ? own : { ...own, ...enteredFrom(check, check.in, loaded, found) };
}

function enteredFrom(
  { tenant }: SessionCheck,
  asked: EnteredOrganisation,
  loaded: ParsedSession,
  found: ReadonlyMap<string, Uint8Array>,
): OrganisationLoaded {
  const place = organisationPlace(tenant, asked.organisation);
  const state = found.get(place._id);
  const stored = state && documentIn(state);
  const { _id } = membershipPlace(tenant, asked.organisation, loaded.account.id);
  const member = joined.get(loaded)?.find((one) => one._id === _id);
  const membership = stored?.removed === undefined ? membershipOf(member) : undefined;
  return {
    ...(membership && { membership }),
    ...(stored?.version !== undefined &&
      stored.version > asked.knownVersion && { organisation: organisationOf(stored) }),
  };
}

function withPolicy(
  loaded: ParsedSession,
  tenant: TenantId,
  knownPolicy: number,
  found: ReadonlyMap<string, Uint8Array>,
): SessionLoaded {
  const policy = found.get(policyPlace(tenant)._id);
  const stored = policy && documentIn(policy);
  return stored?.version !== undefined && stored.version > knownPolicy
    ? { ...loaded, policy: policyOf(stored) }
    : loaded;
}

function parsedFrom(parsed: ParsedSessions<Uint8Array>, key: string, bytes: Uint8Array): ParsedSession | undefined {
  const stored = documentIn(bytes);
  const account = accountOf(stored.accounts?.[0]);
  const kept = account && parsed.keep(key, bytes, { session: sessionOf(stored), account });
  if (kept !== undefined && stored.memberships !== undefined) joined.set(kept, stored.memberships.map(frozen));
  return kept;
}

/** Several requests get the same record. */
function frozen(member: Stored): Stored {
  Object.freeze(member.record?.['roles']);
  Object.freeze(member.record);
  return member;
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
  const asked = checks.flatMap((check) => (check.in === undefined ? [] : organisationAsked(tenant, check.in)));
  const from = documents.collectionName;
  const entering = enteringIn(tenant, checks, from);
  return documents
    .aggregate<Uint8Array>(
      [
        {
          $match: {
            _id: { $in: [...ids, policy._id, ...new Set(asked.map(({ _id }) => _id))] },
            tenant: policy.tenant,
            $or: [live, newer, ...asked],
          },
        },
        { $lookup: { from, localField: 'holder', foreignField: '_id', as: 'accounts' } },
        ...entering,
      ],
      { hint: BY_ID, raw: true, ...limits },
    )
    .toArray();
}

function enteringIn(tenant: TenantId, checks: readonly SessionCheck[], from: string): readonly Document[] {
  const asked = checks.flatMap(({ tokenHash, in: entered }) =>
    entered === undefined
      ? []
      : { session: sessionPlace(tenant, tokenHash)._id, before: membershipsBefore(tenant, entered.organisation) },
  );
  if (asked.length === 0) return [];
  const own = { $filter: { input: { $literal: asked }, cond: { $eq: ['$$this.session', '$_id'] } } };
  const memberships = { $map: { input: own, in: membershipId(tenant, '$holder', '$$this.before') } };
  return [
    { $set: { memberships: { $cond: [{ $eq: ['$kind', 'session'] }, memberships, '$$REMOVE'] } } },
    { $lookup: { from, localField: 'memberships', foreignField: '_id', as: 'memberships' } },
  ];
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
