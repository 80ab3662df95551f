import type { Listed, Page } from './port.ts';

/**
 * The first `limit` of what was read, with the cursor to what follows: a store reads one more than it shows, to know whether
 * there is more. A cursor is the place of the last item shown, not how many came before it: it holds whatever comes and
 * goes around it.
 */
export function pageOf<Item>(read: readonly Item[], limit: number, place: (item: Item) => string): Listed<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || items.length === read.length
    ? { items }
    : { items, next: Buffer.from(place(last)).toString('base64url') };
}

/**
 * The place that a cursor names; `undefined`, the beginning, if there is no cursor. What was never a cursor reads as some
 * text or other: a store takes it for a place only if it may be one, and throws at none.
 */
export function placeOf({ cursor }: Page): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
