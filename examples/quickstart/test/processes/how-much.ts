import { thoroughly } from '@sallyport/test-support/how-much';

/** A thorough run starts several processes on both databases. In every run, the tests of `storage-mongo` race over several connections. */
export const KINDS: readonly ('postgres' | 'mongo')[] = thoroughly(['postgres', 'mongo'], ['postgres']);

/** Prints a line directly, because Vitest would frame the output of the console. */
export function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
