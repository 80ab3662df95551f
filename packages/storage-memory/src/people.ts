import type { Instant } from '@sallyport/core';
import {
  type AccountRecord,
  DAYS_KEPT,
  type DayRecord,
  type JudgedAccount,
  type Listed,
  type ListedPerson,
  nameInOrder,
  type PeopleAsked,
  type PeopleOrder,
  type ProfileCount,
  pageOf,
  placeOf,
  searchedWords,
} from '@sallyport/store';
import { haveAll, listSessions, namesOf } from './listings.ts';
import type { TenantData } from './tenant-data.ts';

/** Smaller keys come first. */
type Key = readonly [key: string | number, id: string];

const KEYS: Readonly<Record<PeopleOrder, (data: TenantData, account: AccountRecord) => string | number>> = {
  id: () => '',
  identifier: (_, account) => nameInOrder(account),
  newest: (_, { createdAt }) => -createdAt,
  'last-sign-in': ({ signIns }, { id }) => -(signIns.get(id) ?? Number.MIN_SAFE_INTEGER),
};

export function listPeople(data: TenantData, asked: PeopleAsked): Listed<ListedPerson> {
  const { now, order = 'id', limit } = asked;
  const after = placeIn(asked);
  const words = searchedWords(asked.query ?? '');
  const keyOf = (account: AccountRecord): Key => [KEYS[order](data, account), account.id];
  const sorted = [...data.accounts.values()]
    .filter((account) => matches(data, account, asked, words))
    .map((account) => ({ account, key: keyOf(account) }))
    .filter(({ key }) => after === undefined || compared(key, after) > 0)
    .sort((a, b) => compared(a.key, b.key))
    .slice(0, limit + 1);
  const { items, next } = pageOf(sorted, limit, ({ key }) => JSON.stringify([order, ...key]));
  const people = items.map(({ account }): ListedPerson => {
    const lastSignInAt = data.signIns.get(account.id);
    const sessions = listSessions(data, account.id, now).filter(({ epoch }) => epoch === account.epoch).length;
    return { account, sessions, ...(lastSignInAt !== undefined && { lastSignInAt }) };
  });
  return { items: people, ...(next !== undefined && { next }) };
}

function matches(
  { signIns, profiles: known }: TenantData,
  account: AccountRecord,
  { profiles, ids, signedIn }: PeopleAsked,
  words: readonly string[],
): boolean {
  const at = signIns.get(account.id);
  const text = known.get(account.id)?.text;
  return (
    (profiles === undefined || (text !== undefined && profiles.includes(text))) &&
    (ids?.includes(account.id) ?? true) &&
    (signedIn === undefined || (signedIn === 'never' ? at === undefined : at !== undefined && at < signedIn.before)) &&
    haveAll(namesOf(account), words)
  );
}

function compared([a, id]: Key, [b, other]: Key): number {
  if (a !== b) return a < b ? -1 : 1;
  return id < other ? -1 : Number(id > other);
}

function placeIn(asked: PeopleAsked): Key | undefined {
  try {
    const [order, key, id]: unknown[] = JSON.parse(placeOf(asked) ?? '');
    const isPlace = order === (asked.order ?? 'id') && (typeof key === 'string' || typeof key === 'number');
    return isPlace && typeof id === 'string' ? [key, id] : undefined;
  } catch {
    return undefined;
  }
}

interface Under {
  readonly policy: number;
  readonly now: Instant;
}

function isJudged({ profiles }: TenantData, { id, version }: AccountRecord, { policy, now }: Under): boolean {
  const profile = profiles.get(id);
  if (profile === undefined || profile.version !== version || profile.policy !== policy) return false;
  return profile.until === undefined || profile.until > now;
}

export function countProfiles(data: TenantData, under: Under): readonly ProfileCount[] {
  const counts = new Map<string | undefined, ProfileCount>();
  for (const account of data.accounts.values()) {
    const text = data.profiles.get(account.id)?.text;
    const { count = 0, unjudged = 0 } = counts.get(text) ?? {};
    const more = isJudged(data, account, under) ? 0 : 1;
    counts.set(text, { ...(text !== undefined && { text }), count: count + 1, unjudged: unjudged + more });
  }
  return [...counts.values()];
}

export function countAccountsBySignIn(
  { accounts, signIns, profiles }: TenantData,
  { before, except }: { readonly before: Instant; readonly except: readonly string[] },
): { readonly before: number; readonly never: number } {
  const counts = { before: 0, never: 0 };
  for (const id of accounts.keys()) {
    const profile = profiles.get(id);
    if (profile !== undefined && except.includes(profile.text)) continue;
    const at = signIns.get(id);
    if (at === undefined) counts.never += 1;
    else if (at < before) counts.before += 1;
  }
  return counts;
}

export function listUnjudged(data: TenantData, asked: Under & { readonly limit: number }): readonly AccountRecord[] {
  return [...data.accounts.values()].filter((account) => !isJudged(data, account, asked)).slice(0, asked.limit);
}

export function writeProfiles({ accounts, profiles }: TenantData, judged: readonly JudgedAccount[]): void {
  for (const { id, version, profile } of judged)
    if (accounts.get(id)?.version === version) profiles.set(id, { ...profile, version });
}

export function listDays({ days }: TenantData, since: Instant): readonly DayRecord[] {
  return [...days].flatMap(([day, meets]) => (day >= since ? [{ day, meets }] : [])).sort((a, b) => a.day - b.day);
}

export function keepDay({ days }: TenantData, { day, meets }: DayRecord): void {
  days.set(day, meets);
  for (const old of days.keys()) if (old < day - DAYS_KEPT) days.delete(old);
}
