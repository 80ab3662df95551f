import { type Instant, instant } from '@sallyport/core';
import {
  type AccountRecord,
  DAYS_KEPT,
  type DayRecord,
  type JudgedAccount,
  type ProfileCount,
  type TenantId,
} from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { accountOf, labelOf, profileFields } from './documents/account.ts';
import { accountPlace, dayPlace, signInPlace, sortable, versionPart } from './place.ts';
import { BY_ID, type Stored } from './stored.ts';

interface Under {
  readonly policy: number;
  readonly now: Instant;
}

/** An earlier version replaces a document without the profile. */
export async function countProfiles(
  { documents, limits }: Call,
  tenant: TenantId,
  { policy, now }: Under,
): Promise<readonly ProfileCount[]> {
  const own = { tenant: sortable(tenant), kind: 'account' } as const;
  const isOver = { $lte: [{ $ifNull: ['$until', Number.MAX_SAFE_INTEGER] }, now] };
  const isUnjudged = { $or: [{ $ne: ['$judged', policy] }, isOver] };
  const [counted, without] = await Promise.all([
    documents
      .aggregate<{ readonly _id: string; readonly count: number; readonly unjudged: number }>(
        [
          { $match: { ...own, profile: { $gte: '' } } },
          {
            $group: {
              _id: '$profile',
              count: { $sum: 1 },
              unjudged: { $sum: { $cond: [isUnjudged, 1, 0] } },
            },
          },
        ],
        { hint: 'profiles', ...limits },
      )
      .toArray(),
    documents.countDocuments({ ...own, profile: { $exists: false }, owner: { $exists: true } }, limits),
  ]);
  return [
    ...counted.map(({ _id, count, unjudged }) => ({ text: _id, count, unjudged })),
    ...(without === 0 ? [] : [{ count: without, unjudged: without }]),
  ];
}

export async function countAccountsBySignIn(
  { documents, limits }: Call,
  tenant: TenantId,
  { before, except }: { readonly before: Instant; readonly except: readonly string[] },
): Promise<{ readonly before: number; readonly never: number }> {
  const own = { tenant: sortable(tenant) };
  const excepted = { ...own, kind: 'account', profile: { $in: except.map(sortable) } } as const;
  const left =
    except.length === 0 ? [] : await documents.find(excepted, { ...limits, projection: { part: 1 } }).toArray();
  const count = async (at: Filter<Stored>['at']): Promise<number> => {
    const signIns = { ...own, kind: 'sign-in', at } as const;
    const [all, few] = await Promise.all([
      documents.countDocuments(signIns, limits),
      left.length === 0
        ? 0
        : documents.countDocuments({ ...signIns, part: { $in: left.map(({ part }) => part) } }, limits),
    ]);
    return all - few;
  };
  const [late, never] = await Promise.all([count({ $gt: 0, $lt: before }), count(0)]);
  return { before: late, never };
}

export async function listUnjudged(
  { documents, limits }: Call,
  tenant: TenantId,
  { policy, now, limit }: Under & { readonly limit: number },
): Promise<readonly AccountRecord[]> {
  const filter: Filter<Stored> = {
    tenant: sortable(tenant),
    kind: 'account',
    owner: { $exists: true },
    $or: [{ profile: { $exists: false } }, { judged: { $ne: policy } }, { until: { $lte: now } }],
  };
  const found = await documents.find(filter, { ...limits, limit: Math.max(1, limit) }).toArray();
  return found.flatMap((stored) => accountOf(stored) ?? []);
}

export async function writeProfiles(
  { documents, limits }: Call,
  tenant: TenantId,
  judged: readonly JudgedAccount[],
): Promise<void> {
  if (judged.length === 0) return;
  const places = judged.map(({ id }) => accountPlace(tenant, id)._id);
  const read = await documents.find({ _id: { $in: places } }, { ...limits, hint: BY_ID }).toArray();
  const accounts = new Map(read.map((stored) => [stored._id, accountOf(stored)]));
  const writes = judged.flatMap(({ id, version, profile }) => {
    const place = accountPlace(tenant, id);
    const account = accounts.get(place._id);
    if (account === undefined) return [];
    const fields = { ...profileFields(profile), label: labelOf(account), created: account.createdAt };
    const unset = profile.until === undefined ? { $unset: { until: 1 as const } } : {};
    const signIn = signInPlace(tenant, id);
    return [
      { updateOne: { filter: { ...place, version }, update: { $set: fields, ...unset }, hint: BY_ID } },
      // From before the sign-ins were noted.
      {
        updateOne: {
          filter: signIn,
          update: { $setOnInsert: { at: 0, account: place._id } },
          upsert: true,
          hint: BY_ID,
        },
      },
    ];
  });
  if (writes.length > 0) await documents.bulkWrite(writes, { ordered: false, ...limits });
}

export async function listDays(
  { documents, limits }: Call,
  tenant: TenantId,
  since: Instant,
): Promise<readonly DayRecord[]> {
  const filter = { tenant: sortable(tenant), kind: 'day', part: { $gte: versionPart(Math.max(0, since)) } } as const;
  const found = await documents.find(filter, { ...limits, sort: { part: 1 } }).toArray();
  return found.map(({ at = 0, total = 0 }) => ({ day: instant(at), meets: total }));
}

export async function keepDay({ documents, limits }: Call, tenant: TenantId, { day, meets }: DayRecord): Promise<void> {
  const update = { $set: { at: day, total: meets } };
  await documents.updateOne(dayPlace(tenant, day), update, { ...limits, upsert: true });
  const old = {
    tenant: sortable(tenant),
    kind: 'day',
    part: { $lt: versionPart(Math.max(0, day - DAYS_KEPT)) },
  } as const;
  await documents.deleteMany(old, limits);
}
