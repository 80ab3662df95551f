import { type Page, placeOf } from '@sallyport/store';
import { isStorable } from '../statements/storable.ts';

export function placeIn(page: Page): string | undefined {
  const place = placeOf(page);
  return place !== undefined && isStorable(place) ? place : undefined;
}
