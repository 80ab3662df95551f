export function isKeepable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** Replaces the characters that some store refuses, and marks a cut by an ellipsis. */
export function keptText(text: string, longest: number): string {
  const characters = [...text.slice(0, 2 * (longest + 1))];
  return replaced(characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text);
}

/** The same without a mark: for a text that programs read, such as a user agent. */
export function keptStart(text: string | undefined, longest: number): string | undefined {
  return text === undefined ? undefined : replaced(text.slice(0, longest));
}

/** For a value of the host in a record. Replaces the same characters in each text of the value. */
export function keptValue(value: unknown): unknown {
  if (typeof value === 'string') return replaced(value);
  if (Array.isArray(value)) return value.map(keptValue);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [replaced(name), keptValue(one)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function replaced(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}');
}

export const LONGEST_NAME = 256;

/** U+2800 is the empty Braille pattern. */
export function isVisible(text: string): boolean {
  return /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
