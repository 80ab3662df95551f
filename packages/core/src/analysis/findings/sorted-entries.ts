/** The members of a record, by name. */
export function sortedEntries<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => compare(a, b));
}

/** Compares texts by their code units, as `sort` does. */
export function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
