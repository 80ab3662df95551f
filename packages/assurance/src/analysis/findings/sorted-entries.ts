export function sortedEntries<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => compare(a, b));
}

/** By code units, as `sort`. */
export function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
