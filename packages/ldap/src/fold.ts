import { prepared } from './prepare.ts';

/** One spelling for names that a directory may treat as equal. Different names may get the same one: for counting guesses only. */
export function folded(name: string): string {
  // `ẞ` becomes `SS` by way of `ß` only.
  return prepared(name)
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\s]/gu, '');
}
