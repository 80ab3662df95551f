import { inCi } from '@sallyport/test-support/how-much';

/** `npm run test:processes` runs long tests, and `npm test` runs short tests. */
export const THOROUGH: boolean = process.env['SALLYPORT_THOROUGH'] === '1';

/** CI, and a thorough run, fault both databases. In a local `npm test`, `storage-mongo` alone kills and freezes a real MongoDB. */
export const KINDS: readonly ('postgres' | 'mongo')[] = inCi(true, THOROUGH) ? ['postgres', 'mongo'] : ['postgres'];

export function thoroughly<Amount>(amount: Amount, inShort: Amount): Amount {
  return THOROUGH ? amount : inShort;
}

/** Prints a line directly, because Vitest would frame the output of the console. */
export function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
