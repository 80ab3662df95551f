import type { AccountId } from '@sallyport/store';
import { type Check, type CommitPlan, type Obstacle, writesOf } from '@sallyport/store/plan';
import type { ClientSession, Filter } from 'mongodb';
import type { Call } from '../call.ts';
import {
  accountPlace,
  administratorsPlace,
  membershipPlace,
  organisationPlace,
  policyPlace,
  samlRequestPlace,
  signInPlace,
  sortable,
  vaultPlace,
} from '../place.ts';
import type { Place, Stored } from '../stored.ts';

export class Standing {
  readonly #byPlace: ReadonlyMap<string, Stored>;
  /** Of the account of the check `room`, in other organisations. */
  readonly memberships: number;

  constructor(found: readonly Stored[], memberships: number = 0) {
    this.memberships = memberships;
    this.#byPlace = new Map(found.map((stored) => [stored._id, stored]));
  }

  at({ _id }: Place): Stored | undefined {
    return this.#byPlace.get(_id);
  }

  of(kind: Stored['kind']): readonly Stored[] {
    return [...this.#byPlace.values()].filter((stored) => stored.kind === kind);
  }

  byId(kind: 'flow' | 'session', id: string): Stored | undefined {
    const key = sortable(id);
    return this.of(kind).find((stored) => stored.id === key);
  }
}

const PROJECTION = {
  ...{ tenant: 1, part: 1, kind: 1, id: 1, version: 1, ends: 1, of: 1, at: 1 },
  ...{ device: 1, authenticator: 1, recent: 1, total: 1 },
  ...{ organisation: 1, removed: 1 },
  ...{ 'record.bindings': 1, 'record.identifiers': 1, 'record.externalId': 1, 'record.passkeys.id': 1 },
  ...{ 'record.openPasskeys': 1 },
  ...{ 'record.externalIds.provider': 1, 'record.externalIds.subject': 1 },
  ...{ 'record.id': 1, 'record.createdAt': 1, 'record.proved': 1 },
};

export async function standingOf(call: Call, plan: CommitPlan, session?: ClientSession): Promise<Standing> {
  const clauses = clausesOf(plan);
  const found = clauses.length === 0 ? [] : await read(call, { $or: clauses }, session);
  return new Standing(found, await membershipsBeside(call, plan, session));
}

/** Counted by the server: a thousand documents would take longer than the rest of the commit. */
async function membershipsBeside(
  { documents, limits }: Call,
  { tenant, guards }: CommitPlan,
  session?: ClientSession,
): Promise<number> {
  const room = guards.find((guard) => guard.guard === 'room');
  if (room === undefined) return 0;
  const own = { tenant: sortable(tenant), kind: 'membership', part: sortable(room.accountId) } as const;
  const others = { ...own, organisation: { $exists: true, $ne: sortable(room.organisation) } };
  const options = { ...limits, limit: room.most, hint: 'of-kind', session };
  return documents.countDocuments(others, options);
}

export function restsOnNothing(plan: CommitPlan): boolean {
  return clausesOf(plan).length === 0;
}

function read({ documents, limits }: Call, filter: Filter<Stored>, session?: ClientSession): Promise<Stored[]> {
  const options = { projection: PROJECTION, ...limits, session };
  return documents.find<Stored>(filter, options).toArray();
}

function clausesOf(plan: CommitPlan): Filter<Stored>[] {
  const own = { tenant: sortable(plan.tenant) };
  const clauses: Filter<Stored>[] = [];
  const places = placesOf(plan);
  if (places.length > 0) clauses.push({ _id: { $in: places.map(({ _id }) => _id) } });
  const flows = writesOf(plan, 'flow').flatMap((one) => (one.write === 'remove' ? [...one.ids] : []));
  const sessions: string[] = [];
  const holders: AccountId[] = [...bornOf(plan)];
  for (const lock of plan.guards) {
    if (lock.guard !== 'lock') continue;
    if (lock.kind === 'flow') flows.push(...lock.ids);
    if (lock.kind !== 'session') continue;
    sessions.push(...lock.ids);
    holders.push(...lock.accountIds);
  }
  if (flows.length > 0) clauses.push({ ...own, kind: 'flow', id: { $in: distinct(flows) } });
  if (sessions.length > 0) clauses.push({ ...own, kind: 'session', id: { $in: distinct(sessions) } });
  if (holders.length > 0) clauses.push({ ...own, kind: 'session', of: { $in: distinct(holders) } });
  const devices = writesOf(plan, 'device').map((one) => (one.write === 'put' ? one.record : one).accountId);
  const owners = [...devices, ...bornOf(plan)];
  if (owners.length > 0) clauses.push({ ...own, kind: 'device', part: { $in: distinct(owners) } });
  const deleted = writesOf(plan, 'account').flatMap((one) => (one.write === 'remove' ? one.id : []));
  if (deleted.length > 0) clauses.push({ ...own, kind: 'membership', part: { $in: distinct(deleted) } });
  const subjects = [
    ...writesOf(plan, 'counter').map(({ subject }) => subject),
    ...writesOf(plan, 'device').flatMap((one) => (one.write === 'remove' ? one.accountId : [])),
  ];
  if (subjects.length > 0) clauses.push({ ...own, kind: 'counter', part: { $in: distinct(subjects) } });
  return clauses;
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].map(sortable);
}

function placesOf({ tenant, guards, writes }: CommitPlan): readonly Place[] {
  return [
    ...guards.flatMap((guard) => {
      if (guard.guard === 'in-force')
        return guard.kind === 'policy' ? policyPlace(tenant) : administratorsPlace(tenant);
      if (guard.guard === 'member') return membershipPlace(tenant, guard.organisation, guard.accountId);
      if (guard.guard !== 'lock') return [];
      if (guard.kind === 'samlRequest') return guard.ids.map((id) => samlRequestPlace(tenant, id));
      if (guard.kind === 'organisation') return guard.ids.map((id) => organisationPlace(tenant, id));
      return guard.kind === 'account' ? guard.ids.map((id) => accountPlace(tenant, id)) : [];
    }),
    ...writes.flatMap((one) => {
      if (one.write !== 'remove') return [];
      if (one.kind === 'samlRequest') return one.ids.map((id) => samlRequestPlace(tenant, id));
      if (one.kind === 'membership') return membershipPlace(tenant, one.organisation, one.accountId);
      return one.kind === 'account' ? [vaultPlace(tenant, one.id), signInPlace(tenant, one.id)] : [];
    }),
  ];
}

/** A sign-in concurrent with a deletion may leave sessions and devices of an earlier account behind. */
export function bornOf(plan: CommitPlan): readonly AccountId[] {
  return writesOf(plan, 'account').flatMap((one) => (one.write === 'insert' ? one.record.id : []));
}

/** Single-use values and keys are not read: a write fails. */
export function brokenGuard(standing: Standing, { tenant, guards, now }: CommitPlan): Obstacle | undefined {
  for (const check of guards) {
    if (check.guard === 'lock' || check.guard === 'unused' || check.guard === 'free') continue;
    if (check.guard === 'never') return check.obstacle;
    if (check.guard === 'room') {
      if (standing.memberships >= check.most) return check.obstacle;
      continue;
    }
    const stored = guardedDocument(standing, tenant, check);
    const isLive = stored?.ends !== undefined && stored.ends.getTime() > now;
    if (hasEnd(check.kind) && !isLive) return check.obstacle;
    if (check.guard === 'live' ? stored?.version === undefined : versionIn(check, stored) !== check.version)
      return check.obstacle;
    if (check.kind === 'organisation' && stored?.removed !== undefined) return check.obstacle;
  }
  return undefined;
}

function versionIn(
  { guard, kind }: Extract<Check, { readonly kind: string }>,
  stored: Stored | undefined,
): number | undefined {
  const canBeNone = guard === 'in-force' || guard === 'member' || kind === 'organisation';
  return stored?.version ?? (canBeNone ? 0 : undefined);
}

function hasEnd(kind: string): boolean {
  return kind === 'flow' || kind === 'samlRequest' || kind === 'session';
}

export function guardedDocument(
  standing: Standing,
  tenant: CommitPlan['tenant'],
  check: Extract<Check, { readonly guard: 'version' | 'live' | 'in-force' | 'member' }>,
): Stored | undefined {
  if (check.guard === 'in-force') {
    return standing.at(check.kind === 'policy' ? policyPlace(tenant) : administratorsPlace(tenant));
  }
  if (check.kind === 'membership') return standing.at(membershipPlace(tenant, check.organisation, check.accountId));
  if (check.kind === 'organisation') return standing.at(organisationPlace(tenant, check.id));
  if (check.kind === 'account') return standing.at(accountPlace(tenant, check.id));
  return check.kind === 'samlRequest'
    ? standing.at(samlRequestPlace(tenant, check.id))
    : standing.byId(check.kind, check.id);
}
