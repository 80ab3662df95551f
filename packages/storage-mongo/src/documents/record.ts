import { MongoStoreError } from '../mongo-store-error.ts';
import type { Stored } from '../stored.ts';

/** The records of this schema are those that this version reads. */
const SCHEMA = 1;

/**
 * The record in a document, as it was written: the validator of the collection has seen to its shape.
 *
 * @throws MongoStoreError where a newer version wrote it, which may mean what this one does not know.
 */
export function recordOf<Kept extends { readonly schema: 1 }>(stored: Stored): Kept {
  if (stored.record?.['schema'] !== SCHEMA) {
    throw new MongoStoreError(
      'newer-schema',
      `A record (${stored.kind}) has schema ${String(stored.record?.['schema'])}; this version reads ${SCHEMA}.`,
      'Bring every process to the version that wrote it.',
    );
  }
  return stored.record as unknown as Kept;
}

/** What may be any JSON, as text. */
export function jsonOf(value: unknown): Pick<Stored, 'json'> {
  return value === undefined ? {} : { json: JSON.stringify(value) };
}

export function parsed(json: string): unknown {
  return JSON.parse(json);
}
