declare const durationMark: unique symbol;

/** A length of time in milliseconds, as the compiled policy holds it. */
export type Milliseconds = number & { readonly [durationMark]: true };

/** A duration as a policy and an option write it, a whole number and one unit: `'3s' '15m' '12h' '30d'`. */
export type DurationText = `${number}${'s' | 'm' | 'h' | 'd'}`;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^([1-9]\d{0,5})([smhd])$/;

/**
 * Reads a duration as a policy writes it: a whole number and one unit, `'3s' '15m' '12h' '30d'`.
 *
 * @returns the length in milliseconds, or `undefined` if the text is no duration.
 */
export function parseDuration(text: string): Milliseconds | undefined {
  const unit = UNITS[DURATION.exec(text)?.[2] ?? ''];
  return unit === undefined ? undefined : milliseconds(Number.parseInt(text, 10) * unit);
}

/** Writes a duration as a policy writes it: `15m`, `24h`, `30d`. A single day is `24h`. A part of a second is left out. */
export function durationText(length: number): DurationText {
  const seconds = Math.floor(length / 1_000);
  const unit =
    seconds > 86_400 && seconds % 86_400 === 0 ? 'd' : seconds % 3_600 === 0 ? 'h' : seconds % 60 === 0 ? 'm' : 's';
  return `${(seconds * 1_000) / (UNITS[unit] ?? 1_000)}${unit}`;
}

/** Marks a number as a length of time in milliseconds. */
export function milliseconds(value: number): Milliseconds {
  return value as Milliseconds;
}
