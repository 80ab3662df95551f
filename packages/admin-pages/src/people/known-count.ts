import type { Overview, Risk } from '@sallyport/browser';
import type { Filter } from './filter.ts';

export interface Counting {
  risks(): Promise<{ readonly risks: readonly Pick<Risk, 'code' | 'count'>[] }>;
  overview(): Promise<Pick<Overview, 'byRole' | 'byStrongestFactor'>>;
}

/** If a page beside the list has the number: of a risk, a role, or a strongest factor. */
export async function knownCount(filter: Filter, counting: Counting): Promise<number | undefined> {
  const { query, state = 'all', role, factor, strongest, risk } = filter;
  const chosen = [query, factor, role, strongest, risk].filter((one) => one !== undefined);
  if (chosen.length !== 1) return undefined;
  try {
    if (risk !== undefined && state === 'all')
      return (await counting.risks()).risks.find(({ code }) => code === risk)?.count;
    if (strongest !== undefined && state === 'all')
      return (await counting.overview()).byStrongestFactor.find((one) => one.factor === strongest)?.count;
    if (role === undefined || !isCountedByRole(state)) return undefined;
    const found = (await counting.overview()).byRole.find((one) => one.role === role);
    if (found === undefined) return undefined;
    return state === 'all' ? found.meets + found.mustEnroll + found.noWayIn : found[state];
  } catch {
    // A helpdesk reads neither.
    return undefined;
  }
}

type CountedByRole = 'all' | 'meets' | 'mustEnroll' | 'noWayIn';

function isCountedByRole(state: string): state is CountedByRole {
  return ['all', 'meets', 'mustEnroll', 'noWayIn'].includes(state);
}
