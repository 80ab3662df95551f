import { prepared } from './prepare.ts';

/** Different names may get the same spelling: for counting guesses only. */
export function folded(name: string): string {
  return prepared(name)
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\s]/gu, '');
}
