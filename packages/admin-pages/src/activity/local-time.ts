const MINUTE = 60_000;

export function localTime(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * MINUTE);
  return shifted.toISOString().slice(0, 16);
}

/** The fields show no seconds. */
export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE) * MINUTE;
}

/** The end is not part of the span, so a span within one minute is this minute. */
export function wholeMinutes(from: number, to: number): { readonly from: number; readonly until: number } {
  return { from: minuteOf(from), until: minuteOf(to) + MINUTE };
}
