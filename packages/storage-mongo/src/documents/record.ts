import { currentRecord } from '@sallyport/store';
import type { Stored } from '../stored.ts';

/** The collection's validator has checked the shape. */
export function recordOf<Kept extends { readonly schema: 1 }>({ record }: Stored): Kept {
  return currentRecord({ ...record, schema: Number(record?.['schema']) });
}

export function jsonOf(value: unknown): Pick<Stored, 'json'> {
  return value === undefined ? {} : { json: JSON.stringify(value) };
}

export function parsed(json: string): unknown {
  return JSON.parse(json);
}
