import { type Page, placeOf } from '@sallyport/store';
import { isStorable } from '../connection/texts.ts';

/** Returns the place that a cursor names. Returns `undefined` (the first page) if there is no cursor, or the cursor is invalid. */
export function placeIn(page: Page): string | undefined {
  const place = placeOf(page);
  return place !== undefined && isStorable(place) ? place : undefined;
}

/** Returns the whole number that a cursor names. */
export function numberIn(page: Page): number | undefined {
  const place = placeOf(page);
  return place !== undefined && /^\d{1,15}$/.test(place) ? Number(place) : undefined;
}
