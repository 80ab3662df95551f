import { currentRecord } from '@sallyport/store';
import type { Stored } from '../stored.ts';

/**
 * The record in a document, as this version knows it: the validator of the collection has seen to its shape.
 *
 * @throws RecordTooNew if a newer version wrote it, which may mean what this one does not know.
 */
export function recordOf<Kept extends { readonly schema: 1 }>({ record }: Stored): Kept {
  return currentRecord({ ...record, schema: Number(record?.['schema']) });
}

/** What may be any JSON, as text. */
export function jsonOf(value: unknown): Pick<Stored, 'json'> {
  return value === undefined ? {} : { json: JSON.stringify(value) };
}

export function parsed(json: string): unknown {
  return JSON.parse(json);
}
