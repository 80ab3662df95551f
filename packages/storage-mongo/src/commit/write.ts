import type { Obstacle } from '@sallyport/store/plan';
import type { AnyBulkWriteOperation } from 'mongodb';
import { BY_ID, ENDED, type Place, type Stored } from '../stored.ts';

/**
 * One write of a change. Every write must match or insert exactly one document. A change is complete if the numbers of matched and
 * inserted documents add up to the number of writes.
 */
export interface Write {
  readonly operation: AnyBulkWriteOperation<Stored>;
  readonly place: Place;
  /** The obstacle to report if the write fails. Absent if the change only needs another try. */
  readonly obstacle?: Obstacle;
}

/** Inserts a document. Replaces a document that was marked as deleted. */
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

/** Replaces a document at the given version. */
export function replace(version: number, document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, hint: BY_ID } } };
}

/** Inserts or replaces a document. */
export function put(document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter: place, replacement, upsert: true, hint: BY_ID } } };
}

/** Marks a document as deleted, and removes its content. */
export function end({ _id, tenant, part, kind }: Place, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ends: ENDED };
  return { place, obstacle, operation: { replaceOne: { filter: place, replacement, hint: BY_ID } } };
}
