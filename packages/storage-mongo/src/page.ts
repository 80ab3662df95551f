import type { Page } from '@sallyport/store';

/** MongoDB treats `limit: 0` as no limit. */
export function readLimit({ limit }: Page): number {
  return Math.max(0, Math.trunc(limit)) + 1;
}
