import type { Page } from '@sallyport/store';

/** Reads one item more than the page shows, to know if there is a next page. Never returns 0: MongoDB treats `limit: 0` as no limit. */
export function readLimit({ limit }: Page): number {
  return Math.max(0, Math.trunc(limit)) + 1;
}
