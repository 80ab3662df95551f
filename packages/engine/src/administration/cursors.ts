import { createHash } from 'node:crypto';
import type { TenantId } from '@sallyport/store';
import { MalformedQuery } from '../contract/malformed-query.ts';

/** The checksum is no secret: it keeps a damaged or foreign cursor from the store. */
export interface Cursors {
  at(place: string): string;
  at(place: string | undefined): string | undefined;
  /** @throws MalformedQuery */
  placeOf(cursor: string | undefined): string | undefined;
}

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
