import { type Page, placeOf } from '@sallyport/store';
import { isStorable } from './storable.ts';

/** The place that a cursor names; `undefined`, the beginning, if it was never one. */
export function placeIn(page: Page): string | undefined {
  const place = placeOf(page);
  return place !== undefined && isStorable(place) ? place : undefined;
}
