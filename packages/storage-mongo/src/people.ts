import { instant } from '@sallyport/core';
import {
  type AccountRecord,
  type Listed,
  type ListedPerson,
  type PeopleAsked,
  pageOf,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import type { Document, Filter } from 'mongodb';
import { accountFilter } from './accounts.ts';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { readLimit } from './page.ts';
import { accountPlace, signInPlace, sortable } from './place.ts';
import { dateOf, type Stored } from './stored.ts';

interface Keyed {
  readonly stored: Stored;
  readonly key: string | number;
}

export async function listPeople(call: Call, tenant: TenantId, asked: PeopleAsked): Promise<Listed<ListedPerson>> {
  const bySignIn = asked.order === 'last-sign-in' || asked.signedIn !== undefined;
  const found = bySignIn ? await throughSignIns(call, tenant, asked) : await throughAccounts(call, tenant, asked);
  const { items, next } = pageOf(found, asked.limit, ({ stored, key }) =>
    JSON.stringify([asked.order ?? 'id', key, stored.part]),
  );
  const accounts = items.flatMap(({ stored }) => accountOf(stored) ?? []);
  return { items: await withFacts(call, tenant, accounts, asked), ...(next !== undefined && { next }) };
}

function matching(tenant: TenantId, asked: PeopleAsked): Filter<Stored> {
  const { query, profiles, ids } = asked;
  const places = ids?.map((id) => accountPlace(tenant, id)._id);
  return {
    ...accountFilter(tenant, { limit: asked.limit, query }),
    ...(profiles === undefined ? {} : { profile: { $in: profiles.map(sortable) } }),
    ...(places === undefined ? {} : { _id: { $in: places } }),
  };
}

async function throughAccounts(
  { documents, limits }: Call,
  tenant: TenantId,
  asked: PeopleAsked,
): Promise<readonly Keyed[]> {
  const key = asked.order === 'identifier' ? 'label' : asked.order === 'newest' ? 'created' : undefined;
  const way = key === 'created' ? -1 : 1;
  const after = placeIn(asked);
  const filter: Filter<Stored> = {
    $and: [
      matching(tenant, asked),
      ...(key === undefined ? [] : [{ [key]: { $exists: true } }]),
      ...(after === undefined ? [] : [key === undefined ? behindId(after) : behind(key, way, after)]),
    ],
  };
  const sort = key === undefined ? ({ part: 1 } as const) : ({ [key]: way, part: 1 } as const);
  const found = await documents.find(filter, { ...limits, sort, limit: readLimit(asked) }).toArray();
  return found.map((stored) => ({ stored, key: (key && stored[key]) ?? '' }));
}

async function throughSignIns(
  { documents, limits }: Call,
  tenant: TenantId,
  asked: PeopleAsked,
): Promise<readonly Keyed[]> {
  const { signedIn } = asked;
  const own: Filter<Stored> = { tenant: sortable(tenant), kind: 'sign-in', ends: { $exists: false } };
  const at: Filter<Stored> =
    signedIn === undefined ? {} : signedIn === 'never' ? { at: 0 } : { at: { $gt: 0, $lt: signedIn.before } };
  const isById = asked.order === undefined || asked.order === 'id';
  const isBySignIn = asked.order === 'last-sign-in';
  const after = placeIn(asked);
  const first = after === undefined ? {} : isById ? behindId(after) : isBySignIn ? behind('at', -1, after) : {};
  const key = isBySignIn ? '$at' : asked.order === 'identifier' ? '$found.label' : '$found.created';
  const later: Document[] =
    isById || isBySignIn
      ? []
      : [
          { $addFields: { key } },
          ...(after === undefined ? [] : [{ $match: behind('key', asked.order === 'newest' ? -1 : 1, after) }]),
          { $sort: { key: asked.order === 'newest' ? -1 : 1, part: 1 } },
        ];
  const pipeline: Document[] = [
    { $match: { $and: [own, at, first] } },
    ...(isBySignIn ? [{ $sort: { at: -1, part: 1 } }] : isById ? [{ $sort: { part: 1 } }] : []),
    {
      $lookup: {
        from: documents.collectionName,
        localField: 'account',
        foreignField: '_id',
        pipeline: [{ $match: matching(tenant, asked) }],
        as: 'found',
      },
    },
    { $unwind: '$found' },
    ...later,
    { $limit: readLimit(asked) },
  ];
  const rows = await documents
    .aggregate<{ readonly at: number; readonly key?: string | number; readonly found: Stored }>(pipeline, limits)
    .toArray();
  return rows.map((row) => ({ stored: row.found, key: isBySignIn ? row.at : (row.key ?? '') }));
}

interface After {
  readonly key: string | number;
  readonly part: string;
}

function behind(field: string, way: 1 | -1, { key, part }: After): Document {
  const beyond = way === 1 ? { $gt: key } : { $lt: key };
  return { $or: [{ [field]: beyond }, { [field]: key, part: { $gt: part } }] };
}

function behindId({ part }: After): Filter<Stored> {
  return { part: { $gt: part } };
}

function placeIn(asked: PeopleAsked): After | undefined {
  try {
    const [order, key, part]: unknown[] = JSON.parse(placeOf(asked) ?? '');
    const isKey = typeof key === (asked.order === 'newest' || asked.order === 'last-sign-in' ? 'number' : 'string');
    return order === (asked.order ?? 'id') && isKey && typeof part === 'string'
      ? { key: key as string | number, part }
      : undefined;
  } catch {
    return undefined;
  }
}

async function withFacts(
  call: Call,
  tenant: TenantId,
  accounts: readonly AccountRecord[],
  asked: PeopleAsked,
): Promise<readonly ListedPerson[]> {
  const { documents, limits } = call;
  const [signIns, sessions] = await Promise.all([
    documents
      .find({ _id: { $in: accounts.map(({ id }) => signInPlace(tenant, id)._id) }, at: { $gt: 0 } }, limits)
      .toArray(),
    liveSessions(
      call,
      tenant,
      accounts.map(({ id }) => sortable(id)),
      asked,
    ),
  ]);
  const at = new Map(signIns.map((stored) => [stored.part, stored.at ?? 0]));
  return accounts.map((account): ListedPerson => {
    const lastSignInAt = at.get(sortable(account.id));
    return {
      account,
      ...(lastSignInAt !== undefined && { lastSignInAt: instant(lastSignInAt) }),
      sessions: sessions.filter(({ of, epoch }) => of === sortable(account.id) && epoch === account.epoch).length,
    };
  });
}

async function liveSessions(
  { documents, limits }: Call,
  tenant: TenantId,
  ids: readonly string[],
  { now }: PeopleAsked,
): Promise<readonly { readonly of: string; readonly epoch: number }[]> {
  const live = {
    tenant: sortable(tenant),
    kind: 'session',
    of: { $in: [...ids] },
    ends: { $gt: dateOf(now) },
  } as const;
  const projection = { of: 1, 'record.epoch': 1 };
  const found = await documents.find<Pick<Stored, 'of' | 'record'>>(live, { ...limits, projection }).toArray();
  return found.map(({ of = '', record }) => ({ of, epoch: Number(record?.['epoch']) }));
}
