import type { Listed } from '@sallyport/engine';
import { isStorable } from './storable.ts';

/**
 * The first `limit` of what was read (one more than that is read, to know whether there is more), with the cursor to
 * what follows. A cursor is the place of the last item shown: it holds whatever comes and goes around it.
 */
export function pageOf<Read, Item>(
  read: readonly Read[],
  limit: number,
  { item, place }: { readonly item: (read: Read) => Item; readonly place: (read: Read) => string },
): Listed<Item> {
  const shown = read.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(item);
  return last === undefined || shown.length === read.length
    ? { items }
    : { items, next: Buffer.from(place(last)).toString('base64url') };
}

/** The place that a cursor names; `undefined`, the beginning, where it was never one. */
export function placeOf(cursor: string | undefined): string | undefined {
  const place = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  return place !== undefined && isStorable(place) ? place : undefined;
}
