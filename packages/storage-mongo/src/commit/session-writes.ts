import { type Commit, consumedFlows, consumedSessions } from '@sallyport/engine';
import { flowDocument } from '../documents/flow.ts';
import { sessionDocument } from '../documents/session.ts';
import { sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { ridOf, type Standing } from './standing.ts';
import { bring, end, replace, type Write } from './writes.ts';

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

export function sessionWrites(change: Commit, { sessions }: Standing): readonly Write[] {
  const { opens } = change;
  const consumed = new Set((opens ? consumedSessions(opens) : []).map(sortable));
  const rid = ridOf(change);
  const isOver = (session: Stored) =>
    consumed.has(session.id ?? '') || rid.has(session.of ?? '') || isEnded(session, change);
  return [
    ...sessions.filter(isOver).map((session) => end(session, 'session')),
    ...(opens ? [bring(sessionDocument(opens.session), 'key')] : []),
  ];
}

function isEnded({ id, of, record }: Stored, { endSessions }: Commit): boolean {
  if (endSessions === undefined || of !== sortable(endSessions.accountId)) return false;
  const { except, only, restingOn } = endSessions;
  if (except !== undefined && id === sortable(except)) return false;
  if (only !== undefined && id !== sortable(only)) return false;
  const restsOn = record?.['restsOn'];
  return restingOn === undefined || (Array.isArray(restsOn) && restsOn.some((factor) => restingOn.includes(factor)));
}
