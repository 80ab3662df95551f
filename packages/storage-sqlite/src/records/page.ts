import { type Page, placeOf } from '@sallyport/store';
import { isStorable } from '../connection/texts.ts';

export function placeIn(page: Page): string | undefined {
  const place = placeOf(page);
  return place !== undefined && isStorable(place) ? place : undefined;
}

export function numberIn(page: Page): number | undefined {
  const place = placeOf(page);
  return place !== undefined && /^\d{1,15}$/.test(place) ? Number(place) : undefined;
}
