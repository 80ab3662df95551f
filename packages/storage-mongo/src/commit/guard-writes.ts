import type { Commit } from '@sallyport/store';
import { administratorsPlace, sortable } from '../place.ts';
import { BY_ID, type Place } from '../stored.ts';
import { actorSession, guardedSession, type Obstacle, type Standing } from './standing.ts';
import type { Write } from './write.ts';

/**
 * Writes to guarded documents that the change does not write otherwise, without changing their content. The write prevents write skew:
 * if two transactions each read a document that the other transaction writes, neither snapshot contains the other write.
 *
 * There are two exceptions, which many concurrent sign-ins guard: the policy and the account. Therefore, a change of the
 * policy also writes its guarded account. An actor's account and session are always written: two people who act against each other contend
 * there.
 */
export function guardWrites(change: Commit, standing: Standing, written: readonly Write[]): readonly Write[] {
  const { tenant, guards, policy } = change;
  const places = new Set(written.map(({ place }) => place._id));
  const ofActor = actorSession(standing, change);
  const guarded: readonly (readonly [Place | undefined, number | undefined, Obstacle])[] = [
    [guards.flow && standing.flows.get(sortable(guards.flow.id)), guards.flow?.version, 'flow'],
    [guardedSession(standing, change), guards.session?.version, 'session'],
    [policy && standing.account, guards.account?.version, 'account'],
    [standing.actor, guards.actor?.version, 'actor'],
    [ofActor, ofActor?.version, 'actor'],
    [administratorsPlace(tenant), guards.administrators, 'administrators'],
  ];
  return guarded.flatMap(([place, version, obstacle]) => {
    if (place === undefined || version === undefined || places.has(place._id)) return [];
    places.add(place._id);
    return [touch(place, version, obstacle)];
  });
}

/** Touches a guarded document. If the guard's version is 0, the document may be missing: then the update creates it at version 0. */
function touch({ _id, tenant, part, kind }: Place, version: number, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  return {
    place,
    obstacle,
    operation: { updateOne: { filter, update: { $inc: { guarded: 1 } }, upsert: version === 0, hint: BY_ID } },
  };
}
