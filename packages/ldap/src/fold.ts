import { prepared } from './prepare.ts';

/**
 * Returns one spelling for all names that a directory may treat as equal. Some directories ignore case, width, accents, spaces and
 * invisible characters. Different names may get the same spelling, so use it to count guesses only.
 */
export function folded(name: string): string {
  // `ẞ` becomes `SS` by way of `ß` only: lower case first, then upper case.
  return prepared(name)
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\s]/gu, '');
}
