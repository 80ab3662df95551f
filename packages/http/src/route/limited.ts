import type { RouteRow } from './route.ts';

/** Whether a request takes a point of its address, if the host limits addresses: a stranger can send the request, and it may judge a proof. */
export function isLimited({ verb, guard }: Pick<RouteRow, 'verb' | 'guard'>): boolean {
  return verb === 'POST' && guard === 'none';
}
