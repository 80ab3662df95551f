/**
 * The number of runs of a property. `npm test` uses `often`, with a fresh seed that a failure prints. `npm run prove` sets
 * `SALLYPORT_RUNS` instead. `npm run mutate` limits the number with `SALLYPORT_RUNS_AT_MOST`, because it tests every mutant.
 */
export function runs(often: number): { readonly numRuns: number } {
  const asked = Number(process.env['SALLYPORT_RUNS'] ?? '');
  return { numRuns: asked > 0 ? asked : Math.min(often, AT_MOST) };
}

/** All cases; under `npm run mutate` every seventh case. */
export function* some<Case>(cases: Iterable<Case>, from: number): Generator<Case> {
  let place = from;
  for (const each of cases) if (AT_MOST === Number.POSITIVE_INFINITY || place++ % 7 === 0) yield each;
}

const AT_MOST = Number(process.env['SALLYPORT_RUNS_AT_MOST'] ?? Number.POSITIVE_INFINITY);
