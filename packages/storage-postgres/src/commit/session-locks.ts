import type { Draft } from './parts.ts';

/** What a change asks of sessions beyond guarding one: whose end, and whether the actor's lives. */
export interface SessionLocks {
  /** A select of the rows, without their order. */
  readonly select: string;
  /** The condition, on a locked row, that it ends with this change; absent if none does. */
  readonly ends?: string;
}

export const LOCKED_SESSIONS = 'locked_sessions';

/** A session that is neither past its end nor silent for longer than it may be. */
export function isLiveSession(now: string): string {
  return `expires_at > ${now} and ${now} - last_seen_at <= idle`;
}

/**
 * The sessions that a change guards and ends, and its actor's, locked together in one order: two who end each other's
 * cannot wait in a ring. A row is judged as it is once it is locked, so that a session which is rotated or raised
 * meanwhile is met under its new token, resting on what it rests on by then.
 */
export function sessionLocks(draft: Draft): SessionLocks | undefined {
  const { guards, endSessions, deleteAccount } = draft.change;
  if (endSessions === undefined && deleteAccount === undefined && guards.actor === undefined) return undefined;
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

/** Looked up by the owner first, and not by one condition of two, which a planner may answer with a scan. */
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

/** Never the session that the same change writes: one that it opens is not there yet. */
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
