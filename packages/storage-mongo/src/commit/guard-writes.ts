import { type Check, type CommitPlan, type Guard, type Obstacle, writesOf } from '@sallyport/store/plan';
import { administratorsPlace } from '../place.ts';
import { BY_ID, type Place } from '../stored.ts';
import { guardedDocument, type Standing } from './standing.ts';
import type { Write } from './write.ts';

/**
 * Writes to guarded documents that the plan does not write otherwise, without changing their content. The write prevents write skew:
 * if two transactions each read a document that the other transaction writes, neither snapshot contains the other write.
 *
 * There are two exceptions, which many concurrent sign-ins guard: the policy and the account. Therefore, a change of the
 * policy also writes its guarded account. An actor's account and session are always written: two people who act against each other contend
 * there.
 */
export function guardWrites(plan: CommitPlan, standing: Standing, written: readonly Write[]): readonly Write[] {
  const places = new Set(written.map(({ place }) => place._id));
  const writesPolicy = writesOf(plan, 'policy').length > 0;
  return plan.guards.flatMap((check) => {
    if (!isOnDocument(check) || check.kind === 'policy' || (check.obstacle === 'account' && !writesPolicy)) return [];
    const stored = guardedDocument(standing, plan.tenant, check);
    const place = check.kind === 'administrators' ? administratorsPlace(plan.tenant) : stored;
    const version = check.guard === 'live' ? stored?.version : check.version;
    if (place === undefined || version === undefined || places.has(place._id)) return [];
    places.add(place._id);
    return [touch(place, version, check.obstacle)];
  });
}

type OnDocument = Extract<Check, { readonly guard: 'version' | 'live' | 'in-force' }>;

function isOnDocument(guard: Guard): guard is OnDocument {
  return guard.guard === 'version' || guard.guard === 'live' || guard.guard === 'in-force';
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
