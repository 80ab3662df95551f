/**
 * The number of runs of a property, with a fresh seed that a failure prints. `npm run test:thorough` uses `often`, and every other run a third of it.
 * `npm run prove` sets `SALLYPORT_RUNS` instead. `npm run mutate` limits `often` with `SALLYPORT_RUNS_AT_MOST`, because it tests every mutant.
 */
export function runs(often: number): { readonly numRuns: number } {
  const asked = Number(process.env['SALLYPORT_RUNS'] ?? '');
  if (asked > 0) return { numRuns: asked };
  const isShort = process.env['SALLYPORT_THOROUGH'] !== '1' && AT_MOST === Number.POSITIVE_INFINITY;
  return { numRuns: isShort ? Math.ceil(often / 3) : Math.min(often, AT_MOST) };
}

/** All cases; under `npm run mutate` every seventh case. */
export function* some<Case>(cases: Iterable<Case>, from: number): Generator<Case> {
  let place = from;
  for (const each of cases) if (AT_MOST === Number.POSITIVE_INFINITY || place++ % 7 === 0) yield each;
}

const AT_MOST = Number(process.env['SALLYPORT_RUNS_AT_MOST'] ?? Number.POSITIVE_INFINITY);
