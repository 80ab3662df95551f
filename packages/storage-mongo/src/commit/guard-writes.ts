import { type Check, type CommitPlan, type Guard, type Obstacle, writesOf } from '@sallyport/store/plan';
import { administratorsPlace } from '../place.ts';
import { BY_ID, type Place } from '../stored.ts';
import { guardedDocument, type Standing } from './standing.ts';
import type { Write } from './write.ts';

/** Against write skew. The policy and an account at a version stay out: many concurrent sign-ins guard both, and a change of the policy writes its guarded account. */
export function guardWrites(plan: CommitPlan, standing: Standing, written: readonly Write[]): readonly Write[] {
  const places = new Set(written.map(({ place }) => place._id));
  const writesPolicy = writesOf(plan, 'policy').length > 0;
  return plan.guards.flatMap((check) => {
    if (!isOnDocument(check) || check.kind === 'policy') return [];
    if (check.guard === 'version' && check.obstacle === 'account' && !writesPolicy) return [];
    const stored = guardedDocument(standing, plan.tenant, check);
    const place = check.kind === 'administrators' ? administratorsPlace(plan.tenant) : stored;
    const version = check.guard === 'live' ? stored?.version : check.version;
    if (place === undefined || version === undefined || places.has(place._id)) return [];
    places.add(place._id);
    return [touch(place, version, check.obstacle)];
  });
}

type OnDocument = Extract<Check, { readonly guard: 'version' | 'live' | 'in-force' | 'member' }>;

function isOnDocument(guard: Guard): guard is OnDocument {
  return ['version', 'live', 'in-force', 'member'].includes(guard.guard);
}

function touch({ _id, tenant, part, kind }: Place, version: number, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  return {
    place,
    obstacle,
    operation: { updateOne: { filter, update: { $inc: { guarded: 1 } }, upsert: version === 0, hint: BY_ID } },
  };
}
