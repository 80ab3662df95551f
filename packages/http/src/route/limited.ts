import type { RouteRow } from './route.ts';

/** A stranger can send the request, and it may judge a proof. */
export function isLimited({ verb, guard }: Pick<RouteRow, 'verb' | 'guard'>): boolean {
  return verb === 'POST' && guard === 'none';
}
