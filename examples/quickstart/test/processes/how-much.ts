/** `npm run test:processes` tries for long; `npm test` only as long as it takes to see that it holds. */
export const THOROUGH: boolean = process.env['SALLYPORT_THOROUGH'] === '1';

export function thoroughly<Amount>(amount: Amount, inShort: Amount): Amount {
  return THOROUGH ? amount : inShort;
}

/** Printed past Vitest, which would put a frame around it. */
export function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
