import type { Draft } from './parts.ts';

/** The sessions that a change locks beyond its session guard: the sessions to end, and the actor's session. */
export interface SessionLocks {
  /** Select of the sessions, without `order by`. */
  readonly select: string;
  /** Condition on a locked row: true if the change ends the session. Absent if the change ends no session. */
  readonly ends?: string;
}

export const LOCKED_SESSIONS = 'locked_sessions';

/** Condition: the session is before its absolute end and within its idle time. */
export function isLiveSession(now: string): string {
  return `expires_at > ${now} and ${now} - last_seen_at <= idle`;
}

/**
 * Locks the guarded session, the sessions to end and the actor's session in one order, so that two people who end each other's
 * sessions cannot deadlock. The row's state under the lock decides: a session that was rotated or raised meanwhile has its new token
 * and its new bindings there.
 */
export function sessionLocks(draft: Draft): SessionLocks | undefined {
  const { guards, endSessions, deleteAccount } = draft.change;
  if (endSessions === undefined && deleteAccount === undefined && guards.actor?.sessionId === undefined)
    return undefined;
  const bindings = endSessions?.provedBy === undefined ? '' : `, doc->'bindings' as bindings`;
  const ends = [
    ...(deleteAccount ? [`account_id = ${draft.parameters.text(deleteAccount.id)}`] : []),
    ...(endSessions ? [endedOnRequest(draft, endSessions)] : []),
  ];
  return {
    select: `select id, account_id, version, ${isLiveSession(draft.now)} as is_live${bindings} from ${draft.table.session}
    where tenant = ${draft.tenant} and id = any (${concernedIds(draft)})`,
    ...(ends.length > 0 && { ends: ends.join(' or ') }),
  };
}

/** The ids of the sessions. A subselect finds the owner's sessions: for two conditions with `or`, the planner may scan the table. */
function concernedIds({ change, table, parameters, tenant }: Draft): string {
  const { guards, endSessions, deleteAccount } = change;
  const named = [guards.session?.id, guards.actor?.sessionId, endSessions?.only].filter((id) => id !== undefined);
  const owners = [
    ...(deleteAccount ? [deleteAccount.id] : []),
    ...(endSessions && endSessions.only === undefined ? [endSessions.accountId] : []),
  ];
  const byName = named.length > 0 ? [parameters.texts([...new Set(named)])] : [];
  const ofOwners = `select id from ${table.session} where tenant = ${tenant} and account_id = any`;
  const byOwner = owners.length > 0 ? [`array(${ofOwners} (${parameters.texts([...new Set(owners)])}))`] : [];
  return [...byOwner, ...byName].join(' || ');
}

/** Condition for the sessions that `endSessions` ends, except the session that the change writes. A new session is not in the table yet. */
function endedOnRequest({ change, parameters }: Draft, asked: NonNullable<Draft['change']['endSessions']>): string {
  const spared = [asked.except, change.session?.id].filter((id) => id !== undefined);
  const conditions = [`account_id = ${parameters.text(asked.accountId)}`];
  if (spared.length > 0) conditions.push(`id <> all (${parameters.texts(spared)})`);
  if (asked.only !== undefined) conditions.push(`id = ${parameters.text(asked.only)}`);
  if (asked.provedBy !== undefined) {
    const factors = parameters.texts(asked.provedBy);
    conditions.push(
      `exists (select 1 from json_array_elements_text(bindings) as x (factor) where x.factor = any (${factors}))`,
    );
  }
  return `(${conditions.join(' and ')})`;
}
