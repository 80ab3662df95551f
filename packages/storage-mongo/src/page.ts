import type { Page } from '@sallyport/store';

/** One more than is shown, to see whether there is more. To the server, none at all would be all. */
export function readLimit({ limit }: Page): number {
  return Math.max(0, Math.trunc(limit)) + 1;
}
