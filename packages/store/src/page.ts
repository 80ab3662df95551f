export interface Page {
  /** The `next` of the page before. Any other text does no harm. */
  readonly cursor?: string;
  /** At most 1,000. */
  readonly limit: number;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Absent: no next page. A page of the stream always has one. */
  readonly next?: string;
}

/**
 * @param read one item more than `limit`
 * @param place the place of an item, for a cursor that stays correct when items are added
 */
export function pageOf<Item>(read: readonly Item[], limit: number, place: (item: Item) => string): Listed<Item> {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || items.length === read.length
    ? { items }
    : { items, next: Buffer.from(place(last)).toString('base64url') };
}

/**
 * `undefined` (the first page) without a cursor. An invalid cursor is arbitrary text: the store answers the first or an empty page, and never throws.
 * In the stream of events, a place beyond the end answers the first page.
 */
export function placeOf({ cursor }: Page): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
