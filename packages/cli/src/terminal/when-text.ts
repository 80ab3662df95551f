/** An instant, in epoch milliseconds, as ISO 8601. */
export function whenText(at: number): string {
  return new Date(at).toISOString();
}
