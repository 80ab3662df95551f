/** `npm run test:processes` runs long tests, and `npm test` runs short tests. */
export const THOROUGH: boolean = process.env['SALLYPORT_THOROUGH'] === '1';

export function thoroughly<Amount>(amount: Amount, inShort: Amount): Amount {
  return THOROUGH ? amount : inShort;
}

/** Prints a line directly, because Vitest would frame the output of the console. */
export function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
