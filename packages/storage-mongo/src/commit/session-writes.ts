import { type Commit, consumedFlows } from '@sallyport/store';
import { flowDocument } from '../documents/flow.ts';
import { sessionDocument } from '../documents/session.ts';
import { sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { guardedSession, ridOf, type Standing } from './standing.ts';
import { bring, end, replace, type Write } from './write.ts';

export function flowWrites(change: Commit, { flows }: Standing): readonly Write[] {
  const { flow, guards, endFlow, opens } = change;
  const ended = new Set([...(opens ? consumedFlows(opens) : []), ...(endFlow ? [endFlow.id] : [])]);
  const endings = [...ended].flatMap((id) => flows.get(sortable(id)) ?? []).map((stored) => end(stored, 'flow'));
  if (flow === undefined) return endings;
  const next = flowDocument(flow);
  const before = guards.flow?.id === flow.id ? flows.get(sortable(flow.id)) : undefined;
  if (before === undefined || guards.flow === undefined) return [...endings, bring(next, 'key')];
  const isMoved = before._id !== next._id;
  return [
    ...endings,
    ...(isMoved ? [end(before, 'flow'), bring(next, 'key')] : [replace(guards.flow.version, next, 'flow')]),
  ];
}

/**
 * Writes sessions. A session with a new token gets a new document, and the old document is marked as deleted. A concurrent change
 * that ends the session also writes the old document: one of the two transactions then fails, and tries again with the new state.
 */
export function sessionWrites(change: Commit, standing: Standing): readonly Write[] {
  const { opens, session: next } = change;
  const rid = ridOf(change);
  const isOver = (session: Stored) => rid.has(session.of ?? '') || isEnded(session, change);
  const before = guardedSession(standing, change);
  const isGone = next === undefined || before === undefined || rid.has(sortable(next.accountId));
  return [
    ...standing.sessions.filter(isOver).map((session) => end(session, 'session')),
    ...(isGone ? [] : moveOn(before, next)),
    ...(opens ? [bring(sessionDocument(opens.session), 'key')] : []),
  ];
}

function moveOn(before: Stored, session: NonNullable<Commit['session']>): readonly Write[] {
  const next = sessionDocument(session);
  if (before._id !== next._id) return [end(before, 'session'), bring(next, 'key')];
  return [replace(session.version - 1, next, 'session')];
}

/** Returns true if `endSessions` ends this session. Never true for the session that the change writes. */
function isEnded({ id, of, record }: Stored, { endSessions, session }: Commit): boolean {
  if (endSessions === undefined || of !== sortable(endSessions.accountId)) return false;
  const { except, only, provedBy } = endSessions;
  if (session !== undefined && id === sortable(session.id)) return false;
  if (except !== undefined && id === sortable(except)) return false;
  if (only !== undefined && id !== sortable(only)) return false;
  const bindings = record?.['bindings'];
  return provedBy === undefined || (Array.isArray(bindings) && bindings.some((factor) => provedBy.includes(factor)));
}
