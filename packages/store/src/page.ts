/** A page of a list. */
export interface Page {
  /** The `next` of the page before. The cursor stays correct if items change. Any other text does no harm. */
  readonly cursor?: string;
  /** The most items of the page. The engine passes at most 1,000. */
  readonly limit: number;
}

/**
 * A page of a list.
 *
 * @template Item the type of an item
 */
export interface Listed<Item> {
  /** At most `limit` items. */
  readonly items: readonly Item[];
  /** The cursor of the next page. Absent: there is no next page. A page of the stream of events (`oldest-first`) always has a cursor. */
  readonly next?: string;
}

/**
 * Returns the first `limit` items, with the cursor of the next page. A store reads one item more than `limit`, to know whether there is a
 * next page. A cursor is the place of the last item shown, and not a count of items. So the cursor stays correct if items are added or
 * removed.
 */
export function pageOf<Item>(read: readonly Item[], limit: number, place: (item: Item) => string): Listed<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || items.length === read.length
    ? { items }
    : { items, next: Buffer.from(place(last)).toString('base64url') };
}

/**
 * Returns the place that a cursor names, or `undefined` (the first page) if there is no cursor. An invalid cursor decodes to arbitrary
 * text: a store checks whether the text is a possible place, and never throws. For an impossible place, or a text that the database cannot store,
 * a store answers the first page, or an empty page. In the stream of events (`oldest-first`), a place beyond the end of the stream answers the first page.
 */
export function placeOf({ cursor }: Page): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
