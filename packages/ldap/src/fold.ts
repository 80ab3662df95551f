/**
 * One spelling for all that a directory may take for the same name: letters, accents, widths, spaces and what cannot be seen
 * make no difference to some directories. Names that are different to a directory may come out the same here, so it is good for
 * counting guesses and for nothing else.
 */
export function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\s]/gu, '')
    .toUpperCase()
    .toLowerCase();
}
