import { isHostCode } from '@sallyport/core';
import type { RouteRow } from './route.ts';

export type Match =
  | { readonly row: RouteRow; readonly params: Readonly<Record<string, string>> }
  | { readonly row: undefined; readonly allow: readonly string[] };

interface Pattern {
  readonly row: RouteRow;
  readonly segments: readonly string[];
}

const LONGEST_PARAMETER = 1_400;

/** `HEAD` matches a `GET` route. `:code` matches every possible name of a host's code: the tenant is not known yet. */
export function matcherOf(rows: readonly RouteRow[]): (method: string, path: string) => Match {
  // By first segment: no route begins with a parameter.
  const patterns = new Map<string | undefined, Pattern[]>();
  for (const row of rows) {
    const segments = row.path.split('/');
    patterns.set(segments[1], [...(patterns.get(segments[1]) ?? []), { row, segments }]);
  }
  return (method, path) => {
    const verb = method === 'HEAD' ? 'GET' : method;
    const segments = path.split('/');
    const allow: string[] = [];
    for (const { row, segments: pattern } of patterns.get(segments[1]) ?? []) {
      const params = paramsOf(pattern, segments);
      if (params === undefined) continue;
      if (row.verb === verb) return { row, params };
      if (!allow.includes(row.verb)) allow.push(row.verb);
    }
    return { row: undefined, allow };
  };
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [place, wanted] of pattern.entries()) {
    const segment = segments[place] ?? '';
    if (!wanted.startsWith(':')) {
      if (segment !== wanted) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (value === undefined || (wanted === ':code' && !isHostCode(value))) return undefined;
    params[wanted.slice(1)] = value;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  if (segment === '' || segment.length > LONGEST_PARAMETER) return undefined;
  try {
    const value = decodeURIComponent(segment);
    return /[\p{Cc}\p{Cs}]/u.test(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
