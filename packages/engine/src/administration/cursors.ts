import { createHash } from 'node:crypto';
import type { TenantId } from '@sallyport/store';
import { MalformedQuery } from '../contract/malformed-query.ts';

/**
 * The cursors of one list of a tenant, as callers get and return them: a checksum, a dot, and the place. The checksum is over the tenant, the list and
 * the place, so that a cursor of another list or a damaged cursor never reaches the store: a store answers the first page, or an empty page, to an
 * impossible place. The checksum is no secret. A place gives no right.
 */
export interface Cursors {
  /** The cursor of a place. */
  at(place: string): string;
  at(place: string | undefined): string | undefined;
  /** The place of a cursor. @throws MalformedQuery if the cursor is not of this list */
  placeOf(cursor: string | undefined): string | undefined;
}

/** @param list the name of the list, and of its order if the list has several */
export function cursorsOf(tenant: TenantId, ...list: readonly string[]): Cursors {
  const checksum = (place: string): string =>
    createHash('sha256')
      .update(JSON.stringify([tenant, list, place]))
      .digest('base64url')
      .slice(0, 8);
  function at(place: string): string;
  function at(place: string | undefined): string | undefined;
  function at(place: string | undefined): string | undefined {
    return place === undefined ? undefined : `${checksum(place)}.${place}`;
  }
  return {
    at,
    placeOf(cursor) {
      if (cursor === undefined) return undefined;
      const place = typeof cursor === 'string' ? cursor.slice(cursor.indexOf('.') + 1) : '';
      if (cursor !== at(place)) throw new MalformedQuery('cursor', 'is not the `next` of a page of this list');
      return place;
    },
  };
}
