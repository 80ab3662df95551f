/**
 * How often a property is tried: this often in `npm test`, each time from a fresh seed that is printed if it fails;
 * as often as `npm run prove` says there; no more often than `npm run mutate` says there, which tries it for each mutant.
 */
export function runs(often: number): { readonly numRuns: number } {
  const asked = Number(process.env['SALLYPORT_RUNS'] ?? '');
  return { numRuns: asked > 0 ? asked : Math.min(often, AT_MOST) };
}

/** All of these; of cases that are gone through for each mutant, every seventh. */
export function* some<Case>(cases: Iterable<Case>, from: number): Generator<Case> {
  let place = from;
  for (const each of cases) if (AT_MOST === Number.POSITIVE_INFINITY || place++ % 7 === 0) yield each;
}

const AT_MOST = Number(process.env['SALLYPORT_RUNS_AT_MOST'] ?? Number.POSITIVE_INFINITY);
