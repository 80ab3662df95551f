import type { Page } from '@sallyport/store';

/** One more, to know if there is a next page. MongoDB treats `limit: 0` as no limit. */
export function readLimit({ limit }: Page): number {
  return Math.max(0, Math.trunc(limit)) + 1;
}
