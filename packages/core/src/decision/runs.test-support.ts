/**
 * How often a property is tried: this often in `npm test`, each time from a fresh seed that is printed if it fails;
 * as often as `npm run prove` says there; no more often than `npm run mutate` says there, which tries it for each mutant.
 */
export function runs(often: number): { readonly numRuns: number } {
  const asked = Number(process.env['SALLYPORT_RUNS'] ?? '');
  const atMost = Number(process.env['SALLYPORT_RUNS_AT_MOST'] ?? Number.POSITIVE_INFINITY);
  return { numRuns: asked > 0 ? asked : Math.min(often, atMost) };
}
