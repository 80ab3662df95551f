import { inCi, THOROUGH } from '@sallyport/test-support/how-much';

/** CI, and a thorough run, fault both databases. In a local `npm test`, `storage-mongo` alone kills and freezes a real MongoDB. */
export const KINDS: readonly ('postgres' | 'mongo')[] = inCi(true, THOROUGH) ? ['postgres', 'mongo'] : ['postgres'];

/** Prints a line directly, because Vitest would frame the output of the console. */
export function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
