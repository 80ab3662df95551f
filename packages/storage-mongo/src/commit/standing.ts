import type { AccountId, Commit, CommitResult } from '@sallyport/store';
import type { ClientSession, Filter } from 'mongodb';
import type { Call } from '../call.ts';
import { accountPlace, administratorsPlace, policyPlace, sortable, vaultPlace } from '../place.ts';
import type { Stored } from '../stored.ts';

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** The documents that a change guards or depends on. One query reads all of them, in the transaction of the change. */
export interface Standing {
  readonly policy: Stored | undefined;
  readonly administrators: Stored | undefined;
  readonly account: Stored | undefined;
  /** The vault of a deleted account. */
  readonly vault: Stored | undefined;
  /** The actor's account. */
  readonly actor: Stored | undefined;
  /** By the `id` that guards name. Flows may have expired. */
  readonly flows: ReadonlyMap<string, Stored>;
  readonly sessions: readonly Stored[];
  readonly devices: readonly Stored[];
  readonly counters: readonly Stored[];
}

/** The fields that guards and dependent writes need. */
const PROJECTION = {
  ...{ tenant: 1, part: 1, kind: 1, id: 1, version: 1, ends: 1, of: 1, at: 1 },
  ...{ device: 1, authenticator: 1, recent: 1, total: 1 },
  ...{ 'record.bindings': 1, 'record.identifiers': 1, 'record.externalId': 1, 'record.passkeys.id': 1 },
  ...{ 'record.externalIds.provider': 1, 'record.externalIds.subject': 1 },
  // Fields of a device.
  ...{ 'record.id': 1, 'record.createdAt': 1 },
};

export async function standingOf(call: Call, change: Commit, session?: ClientSession): Promise<Standing> {
  const clauses = clausesOf(change);
  const found = clauses.length === 0 ? [] : await read(call, { $or: clauses }, session);
  const of = (kind: Stored['kind']) => found.filter((stored) => stored.kind === kind);
  const accountOf = (id: AccountId | undefined) =>
    id && found.find(({ _id }) => _id === accountPlace(change.tenant, id)._id);
  return {
    policy: of('policy')[0],
    administrators: of('administrators')[0],
    account: accountOf(change.guards.account?.id),
    vault: of('vault')[0],
    actor: accountOf(change.guards.actor?.accountId),
    flows: new Map(of('flow').map((stored) => [stored.id ?? '', stored])),
    sessions: of('session'),
    devices: of('device'),
    counters: of('counter'),
  };
}

/** Returns true if the change can be written without reading a document. */
export function restsOnNothing(change: Commit): boolean {
  return clausesOf(change).length === 0;
}

/** In a transaction, reads its snapshot. Otherwise reads majority-committed documents. */
function read({ documents, limits }: Call, filter: Filter<Stored>, session?: ClientSession): Promise<Stored[]> {
  const options = { projection: PROJECTION, ...limits, ...(session === undefined ? {} : { session }) };
  return documents.find<Stored>(filter, options).toArray();
}

function clausesOf(change: Commit): Filter<Stored>[] {
  const { tenant, guards, device, forgetDevices, endSessions, clearCounters, deleteAccount } = change;
  const own = { tenant: sortable(tenant) };
  const ids = [
    ...(guards.policy === undefined && change.policy === undefined ? [] : [policyPlace(tenant)]),
    ...(guards.administrators === undefined && change.administrators === undefined
      ? []
      : [administratorsPlace(tenant)]),
    ...[guards.account?.id, guards.actor?.accountId].flatMap((id) =>
      id === undefined ? [] : accountPlace(tenant, id),
    ),
    ...(deleteAccount === undefined ? [] : [vaultPlace(tenant, deleteAccount.id)]),
  ].map(({ _id }) => _id);
  const flows = [guards.flow?.id, change.endFlow?.id].filter((id) => id !== undefined).map(sortable);
  const sessions = [guards.session?.id, guards.actor?.sessionId].filter((id) => id !== undefined).map(sortable);
  const parts = (kind: Stored['kind'], ...names: readonly (string | undefined)[]): Filter<Stored>[] => {
    const given = names.filter((name) => name !== undefined);
    return given.length === 0 ? [] : [{ ...own, kind, part: { $in: given } }];
  };
  const rid = ridOf(change);
  const listed = new Set([...(endSessions ? [sortable(endSessions.accountId)] : []), ...rid]);
  return [
    ...(ids.length === 0 ? [] : [{ _id: { $in: ids } }]),
    ...(flows.length === 0 ? [] : [{ ...own, kind: 'flow', id: { $in: flows } } as const]),
    ...(sessions.length === 0 ? [] : [{ ...own, kind: 'session', id: { $in: sessions } } as const]),
    ...(listed.size === 0 ? [] : [{ ...own, kind: 'session', of: { $in: [...listed] } } as const]),
    ...parts(
      'device',
      device && sortable(device.accountId),
      forgetDevices && sortable(forgetDevices.accountId),
      ...rid,
    ),
    ...parts(
      'counter',
      clearCounters && sortable(clearCounters.subject),
      forgetDevices && sortable(forgetDevices.accountId),
      deleteAccount && sortable(deleteAccount.id),
    ),
  ];
}

/**
 * The accounts whose remaining sessions and devices the change removes: the deleted account, and an earlier account with the id of a
 * new account. A sign-in concurrent with a deletion may leave a session or device behind, because neither transaction sees the other.
 */
export function ridOf({ account, guards, deleteAccount }: Commit): ReadonlySet<string> {
  const born = account?.id === guards.account?.id ? undefined : account?.id;
  return new Set([deleteAccount?.id, born].filter((id) => id !== undefined).map(sortable));
}

/** Returns the first guard that does not hold. */
export function brokenGuard(standing: Standing, change: Commit): Obstacle | undefined {
  const { guards, now, policy, administrators } = change;
  const isLive = (stored: Stored | undefined) => stored?.ends !== undefined && stored.ends.getTime() > now;
  if (guards.flow) {
    const flow = standing.flows.get(sortable(guards.flow.id));
    if (!isLive(flow) || flow?.version !== guards.flow.version) return 'flow';
  }
  if (guards.account && standing.account?.version !== guards.account.version) return 'account';
  if (guards.session) {
    const session = guardedSession(standing, change);
    if (!isLive(session) || session?.version !== guards.session.version) return 'session';
  }
  if (guards.actor) {
    if (standing.actor?.version !== guards.actor.version) return 'actor';
    if (guards.actor.sessionId !== undefined && !isLive(actorSession(standing, change))) return 'actor';
  }
  const policyHeld = guards.policy ?? (policy && policy.version - 1);
  if (policyHeld !== undefined && policyHeld !== (standing.policy?.version ?? 0)) return 'policy';
  const administratorsHeld = guards.administrators ?? (administrators && administrators.version - 1);
  if (administratorsHeld !== undefined && administratorsHeld !== (standing.administrators?.version ?? 0)) {
    return 'administrators';
  }
  return undefined;
}

export function guardedSession({ sessions }: Standing, { guards }: Commit): Stored | undefined {
  const id = guards.session && sortable(guards.session.id);
  return sessions.find((session) => session.id === id);
}

export function actorSession({ sessions }: Standing, { guards }: Commit): Stored | undefined {
  const id = guards.actor?.sessionId;
  return id === undefined ? undefined : sessions.find((session) => session.id === sortable(id));
}
