import type { Commit } from '@sallyport/store';
import { administratorsPlace, sortable } from '../place.ts';
import { BY_ID, type Place } from '../stored.ts';
import { actorSession, guardedSession, type Obstacle, type Standing } from './standing.ts';
import type { Write } from './write.ts';

/**
 * What is guarded and not written is written nonetheless, with nothing new in it. Snapshots do not see each other: of
 * two transactions each of which reads what the other writes, both would be content with what they saw.
 *
 * But not the policy, which everybody guards, and not the account, at which many sign in at once: so a change of
 * the policy writes the account as well, and no two changes miss each other. The account and session of an actor are always
 * written: two who act against each other meet there.
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

/** Of what is not there the version is 0: it is there from then on, and still at that version. */
function touch({ _id, tenant, part, kind }: Place, version: number, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  return {
    place,
    obstacle,
    operation: { updateOne: { filter, update: { $inc: { guarded: 1 } }, upsert: version === 0, hint: BY_ID } },
  };
}
