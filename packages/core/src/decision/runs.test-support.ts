/**
 * How often a property is tried: this often in `npm test`, each time from a fresh seed that is printed if it fails;
 * as often as `npm run prove` says there.
 */
export function runs(often: number): { readonly numRuns: number } {
  const asked = Number(process.env['SALLYPORT_RUNS'] ?? '');
  return { numRuns: asked > 0 ? asked : often };
}
