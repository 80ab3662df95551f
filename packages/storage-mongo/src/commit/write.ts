import type { AnyBulkWriteOperation } from 'mongodb';
import { BY_ID, ENDED, type Place, type Stored } from '../stored.ts';
import type { Obstacle } from './standing.ts';

/**
 * One write of a change. It touches one document, which has to be there as it was read, or has to be absent: so all
 * writes together match, or bring, as many documents as they are.
 */
export interface Write {
  readonly operation: AnyBulkWriteOperation<Stored>;
  readonly place: Place;
  /** What stands in the way if it cannot be done; absent if it only has to be tried again. */
  readonly obstacle?: Obstacle;
}

/** Brings a document that was absent, or ended. */
export function bring(document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const filter = { ends: ENDED, ...place };
  return {
    place,
    obstacle,
    operation: { replaceOne: { filter, replacement: { tenant, part, kind, ...content }, upsert: true, hint: BY_ID } },
  };
}

/** Writes the next state of a document that is at this version. */
export function replace(version: number, document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, hint: BY_ID } } };
}

/** Leaves nothing of a document but that it ended. */
export function end({ _id, tenant, part, kind }: Place, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ends: ENDED };
  return { place, obstacle, operation: { replaceOne: { filter: place, replacement, hint: BY_ID } } };
}
