import type { Listed, Page } from '@sallyport/engine';

/**
 * The first of `items`, with the cursor to what follows them. A cursor is the place of the last item shown, not how
 * many came before it: it holds whatever comes and goes around it.
 */
export function pageOf<Item>(items: readonly Item[], limit: number, place: (item: Item) => string): Listed<Item> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return last === undefined || shown.length === items.length
    ? { items: shown }
    : { items: shown, next: Buffer.from(place(last)).toString('base64url') };
}

/** The place that a cursor names. What was never a cursor reads as some place or other, and harms nothing. */
export function placeIn({ cursor }: Page): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(String(cursor), 'base64url').toString();
}

/** One more than is shown, to see whether there is more. To the server, none at all would be all. */
export function readLimit({ limit }: Page): number {
  return Math.max(0, Math.trunc(limit)) + 1;
}
