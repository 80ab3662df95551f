import { locale } from './words.ts';

const all = new Intl.ListFormat(locale);
const any = new Intl.ListFormat(locale, { type: 'disjunction' });

/** Joins distinct texts in one sentence: `a, b and c`. */
export function listed(things: Iterable<string>): string {
  return all.format(new Set(things));
}

/** Joins alternatives: `a, b or c`. */
export function either(things: Iterable<string>): string {
  return any.format(new Set(things));
}

/** A line never begins with the dot. */
export function dotted(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join('\u00a0· ');
}

/** Capitalizes the beginning of a sentence. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
