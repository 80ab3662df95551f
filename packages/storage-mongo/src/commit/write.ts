import type { Obstacle } from '@sallyport/store/plan';
import type { AnyBulkWriteOperation } from 'mongodb';
import { BY_ID, ENDED, type Place, type Stored } from '../stored.ts';

/** A change is complete if the numbers of matched and inserted documents add up to the number of writes. */
export interface Write {
  readonly operation: AnyBulkWriteOperation<Stored>;
  readonly place: Place;
  readonly obstacle?: Obstacle;
}

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

export function replace(version: number, document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const filter = { version, ...place };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter, replacement, hint: BY_ID } } };
}

export function put(document: Stored, obstacle: Obstacle): Write {
  const { _id, tenant, part, kind, ...content } = document;
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ...content };
  return { place, obstacle, operation: { replaceOne: { filter: place, replacement, upsert: true, hint: BY_ID } } };
}

export function end({ _id, tenant, part, kind }: Place, obstacle: Obstacle): Write {
  const place = { _id, tenant, part, kind };
  const replacement = { tenant, part, kind, ends: ENDED };
  return { place, obstacle, operation: { replaceOne: { filter: place, replacement, hint: BY_ID } } };
}
