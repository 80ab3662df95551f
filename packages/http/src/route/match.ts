import { isHostCode } from '@sallyport/core';
import type { RouteRow } from './route.ts';

/** The result of a look-up: a route with its parameters, or the verbs that the path allows. */
export type Match =
  | { readonly row: RouteRow; readonly params: Readonly<Record<string, string>> }
  | { readonly row: undefined; readonly allow: readonly string[] };

interface Pattern {
  readonly row: RouteRow;
  readonly segments: readonly string[];
}

/** Characters of the longest parameter, a credential id in base64url. */
const LONGEST_PARAMETER = 1_400;

/**
 * Finds routes by verb and path. `HEAD` matches a `GET` route, and the body is left out later. `:code` matches every possible name of a
 * host's delivered code, because the tenant decides which codes exist and is not known yet.
 */
export function matcherOf(rows: readonly RouteRow[]): (method: string, path: string) => Match {
  // By first segment, because no route begins with a parameter.
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

/** Decodes a parameter. Returns `undefined` for a text that cannot be a key: empty, too long, or with control characters. */
function decoded(segment: string): string | undefined {
  if (segment === '' || segment.length > LONGEST_PARAMETER) return undefined;
  try {
    const value = decodeURIComponent(segment);
    return /[\p{Cc}\p{Cs}]/u.test(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
